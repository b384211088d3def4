// Node.js servers on the Redis, or Redis Cluster, whose address is handed over, an emitter, and clients of any server. Executes what the
// test writes to its standard input, one JSON array per line, and reports the result of each.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { instrument } from "@socket.io/admin-ui";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { Emitter } from "@socket.io/redis-emitter";
import { createClient, createCluster } from "redis";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";

const redisUrl = process.argv[2].replace("http:", "redis:");
const { sharded, cluster, admin, only = {}, ...common } = JSON.parse(process.argv[4] ?? "{}");
const nodes = {};
const clients = {};

function report(name, ...values) {
  console.log(JSON.stringify([name, ...values]));
}

/** What JSON cannot say travels as an object with one key. */
function revive(value) {
  if (Array.isArray(value)) {
    return value.map(revive);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if ("$bytes" in value) {
    return Buffer.from(value.$bytes, "hex");
  }
  if ("$date" in value) {
    return new Date(value.$date);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}

function plain(value) {
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) {
    return { $bytes: Buffer.from(value).toString("hex") };
  }
  if (value instanceof Date) {
    return { $date: value.getTime() };
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  }
  return value;
}

async function redis() {
  const socket = { reconnectStrategy: 50 };
  const client = cluster ? createCluster({ rootNodes: [{ url: redisUrl }], defaults: { socket } }) : createClient({ url: redisUrl, socket });
  client.on("error", () => {});
  await client.connect();
  return client;
}

function serve(name, namespace) {
  namespace.on("connection", (socket) => {
    Object.assign(socket.data, { node: name, more: { list: [1, 0.5, "é", null, true], nothing: {} } });
    socket.on("join", (rooms, done) => {
      socket.join(rooms);
      done();
    });
    socket.on("relay", (rooms, done) => {
      (rooms.length > 0 ? socket.to(rooms) : socket.broadcast).emit("relayed", name);
      done();
    });
    socket.on("rooms", (done) => done([...socket.rooms].filter((room) => room !== socket.id).sort()));
  });
  namespace.on("question", (...values) => {
    const done = values.pop();
    if (typeof done === "function") {
      done(name);
    }
  });
  namespace.on("news", (...values) => {
    nodes[name].news.push(plain(values));
    nodes[name].waiting?.();
  });
}

async function start(name) {
  const http = createServer();
  const [pub, sub] = [await redis(), await redis()];
  const options = { ...common, ...only[name] };
  const io = new Server(http, { adapter: sharded ? createShardedAdapter(pub, sub, options) : createAdapter(pub, sub, options) });
  nodes[name] = { io, news: [], waiting: null };
  if (admin) {
    instrument(io, { auth: false, mode: "development", serverId: name });
  }
  serve(name, io.of("/"));
  serve(name, io.of("/other"));
  serve(name, io.of(/^\/dyn-\d+$/));
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return http.address().port;
}

/** Chains the calls that select receivers. */
function target(from, { namespace = "/", rooms = [], except = [], flags = [], timeout }) {
  let operator = from.of(namespace);
  if (rooms.length > 0) {
    operator = operator.to(rooms);
  }
  if (except.length > 0) {
    operator = operator.except(except);
  }
  if (flags.includes("volatile")) {
    operator = operator.volatile;
  }
  if (flags.includes("local")) {
    operator = operator.local;
  }
  if (flags.includes("compress")) {
    operator = operator.compress(true);
  }
  return timeout ? operator.timeout(timeout) : operator;
}

async function outcome(promise) {
  try {
    return { value: plain(await promise) };
  } catch (error) {
    return { error: error.message, responses: plain(error.responses ?? null) };
  }
}

const emitter = new Emitter(await redis(), common);
const from = (node) => (node === "emitter" ? emitter : nodes[node].io);

const commands = {
  start,
  async connect(name, url, namespace, rooms, details = {}) {
    const socket = connect(url + namespace, {
      forceNew: true,
      transports: ["websocket"],
      query: { user: name },
      auth: { token: "secret" },
      extraHeaders: { cookie: "session=secret", authorization: "Digest secret", "x-more": name },
      ...details,
    });
    clients[name] = { socket, events: [], waiting: null };
    socket.onAny((event, ...values) => {
      const client = clients[name];
      const done = typeof values.at(-1) === "function" ? values.pop() : null;
      client.events.push([event, ...plain(values)]);
      if (done && event === "ask" && !name.startsWith("quiet")) {
        done(name, ...values);
      }
      if (done && event === "ask for nothing") {
        done();
      }
      if (done && event === "ask for bytes") {
        done({ bytes: Buffer.from([9, 8, 7]), of: name });
      }
      client.waiting?.();
    });
    socket.on("disconnect", () => clients[name].events.push(["disconnected"]) && clients[name].waiting?.());
    await new Promise((resolve, reject) => socket.on("connect", resolve).on("connect_error", reject));
    if (rooms.length > 0) {
      await socket.emitWithAck("join", rooms);
    }
    return socket.id;
  },
  emit: (node, options, event, ...values) => void target(from(node), options).emit(event, ...revive(values)),
  ask: (node, options, event, ...values) => outcome(target(from(node), options).emitWithAck(event, ...revive(values))),
  join: (node, options, rooms) => void target(from(node), options).socketsJoin(rooms),
  leave: (node, options, rooms) => void target(from(node), options).socketsLeave(rooms),
  disconnect: (node, options, close) => void target(from(node), options).disconnectSockets(close),
  serverSideEmit: (node, namespace, event, ...values) => void from(node).of(namespace).serverSideEmit(event, ...revive(values)),
  serverSideAsk: (node, namespace, event, ...values) => outcome(from(node).of(namespace).serverSideEmitWithAck(event, ...revive(values))),
  async sockets(node, options) {
    const found = await outcome(target(from(node), options).fetchSockets().then((sockets) => sockets.map(({ id, rooms, data, handshake }) => ({ id, rooms: [...rooms].sort(), data, handshake }))));
    found.value?.sort((one, other) => (one.id < other.id ? -1 : 1));
    return found;
  },
  async remote(node, id, call, ...values) {
    const [socket] = await nodes[node].io.in(id).fetchSockets();
    return outcome(Promise.resolve(socket[call](...values)));
  },
  async remoteAsk(node, id, timeout, event, ...values) {
    const [socket] = await nodes[node].io.in(id).fetchSockets();
    return outcome(socket.timeout(timeout).emitWithAck(event, ...values));
  },
  count: (node) => nodes[node].io.of("/").adapter.serverCount(),
  /** All rooms, as the adapter asks for them. */
  rooms: (node) => outcome(nodes[node].io.of("/").adapter.allRooms().then((rooms) => [...rooms])),
  /** What a client received up to an event, which is not reported itself. */
  async events(name, last) {
    const client = clients[name];
    const end = () => client.events.findIndex(([event, ...values]) => JSON.stringify([event, ...values]) === JSON.stringify(last));
    while (end() < 0) {
      await new Promise((resolve) => (client.waiting = resolve));
    }
    return client.events.splice(0, end() + 1).slice(0, -1);
  },
  /** Whether a client has received an event. */
  has: (name, event) => clients[name].events.some(([other]) => other === event),
  /** The first event that a client has received with a text in its arguments, once it is there. */
  async find(name, event, text) {
    const client = clients[name];
    const match = () => client.events.find(([other, ...values]) => other === event && JSON.stringify(values).includes(text));
    while (!match()) {
      await new Promise((resolve) => (client.waiting = resolve));
    }
    return match();
  },
  /** Whether anything that a client has received contains a text. */
  contains: (name, text) => JSON.stringify(clients[name].events).includes(text),
  send: (name, event, ...values) => void clients[name].socket.emit(event, ...values),
  /** The next event of another server. */
  async news(node) {
    while (nodes[node].news.length === 0) {
      await new Promise((resolve) => (nodes[node].waiting = resolve));
    }
    return nodes[node].news.shift();
  },
  request: (name, event, ...values) => clients[name].socket.emitWithAck(event, ...values),
  close(name) {
    clients[name].socket.disconnect();
    delete clients[name];
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...values] = JSON.parse(line);
  // One after the other would keep a test from emitting while a command waits.
  (async () => commands[name](...values))().then(
    (result) => report("done", result ?? null),
    (error) => report("failed", name, error.stack),
  );
}
process.exit(0);
