// What a client experiences, in a form that can be compared between two servers. Arguments: transports, and "recovery"
// where the server recovers connection state, "heartbeat" where its pings come soon, "shutdown" to end the server.
import { args, ask, connect, finish, hex, Manager, once, report } from "./client.mjs";

const [transports, mode] = [args[0].split(","), args[1]];
const options = { transports, reconnection: false };
const control = connect("/control", { transports: ["websocket"] });
await once(control, "connect");

async function log(name) {
  // A disconnect reaches the server a little later than its cause.
  for (let round = 0; round < 50; round++) {
    const [entries] = await ask(control, "log");
    logged.push(...entries);
    if (logged.some(([event]) => event === "disconnect")) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // After a violation the reason depends on whether a poll was held in that moment.
  const plain = (value) => (value === "forced server close" ? "forced close" : value);
  report(name, ...logged.splice(0).map((entry) => entry.map(plain)));
}
const logged = [];

async function open(namespace = "/", more = {}) {
  const socket = connect(namespace, { ...options, ...more });
  await once(socket, "connect");
  return socket;
}

async function order() {
  const socket = await open();
  const received = [];
  socket.onAny((event, ...values) => received.push([event, ...values.map((value) => (Buffer.isBuffer(value) ? hex(value) : value))]));
  for (let i = 0; i < 20; i++) {
    i % 3 === 0 ? socket.emit("echo", i, Buffer.from([i])) : socket.emit("echo", i);
  }
  socket.emit("first-then-ack", () => received.push(["acknowledged"]));
  await ask(socket, "ack");
  await ask(socket, "ack");
  report("order", received);
  socket.disconnect();
}

async function arity() {
  const socket = await open();
  for (const values of [[], [null], [1, 2, 3], [{ a: [] }, "b"], [[1], [[2]]], [Buffer.from([1])]]) {
    const answer = await ask(socket, "ack", ...values);
    report("arity", answer.length, JSON.stringify(answer));
  }
  socket.disconnect();
}

async function nesting() {
  const socket = await open();
  const value = { z: Buffer.from([1]), list: [Buffer.from([2]), { deep: { deeper: [Buffer.from([3]), null, "text"] } }], empty: Buffer.alloc(0) };
  const [echoed] = await Promise.all([once(socket, "echo-back"), socket.emit("echo", value, Buffer.from([4]))]);
  report("nesting", hex(echoed[0].z), hex(echoed[0].list[0]), hex(echoed[0].list[1].deep.deeper[0]), echoed[0].list[1].deep.deeper.slice(1), hex(echoed[0].empty), hex(echoed[1]));
  const [answer] = await ask(socket, "ack", value);
  report("nesting in an acknowledgement", hex(answer.list[1].deep.deeper[0]));
  socket.disconnect();
}

// As if the next ping were overdue.
function hearNothing(engine) {
  Object.assign(engine, { _pingInterval: 0, _pingTimeout: 50 });
  engine._resetPingTimeout();
}

async function ends() {
  const ways = {
    "client disconnects": (socket) => socket.disconnect(),
    "client closes": (socket) => socket.io.engine.close(),
    "server disconnects": (socket) => socket.emit("bye"),
    "server disconnects and closes": (socket) => socket.emit("byebye"),
    "server closes": (socket) => socket.emit("kick-engine"),
    "client sends garbage": (socket) => socket.io.engine.write("7nonsense"),
    "client sends a packet without a namespace": (socket) => socket.io.engine.write('2/nowhere,["x"]'),
    "client connects twice": (socket) => socket.io.engine.write("0"),
    "client sends too much": (socket) => socket.emit("echo", "x".repeat(1_100_000)),
    "client hears nothing": (socket) => hearNothing(socket.io.engine),
    "client vanishes": (socket) => socket.io.engine.transport.ws?.terminate() ?? socket.io.engine.close(),
  };
  for (const [name, end] of Object.entries(ways)) {
    const socket = await open();
    await ask(socket, "join", "room");
    await ask(control, "log");
    const reason = once(socket, "disconnect");
    end(socket);
    report(name, (await reason)[0]);
    await log(name + ", on the server");
  }
  const manager = new Manager(process.argv[2], { transports, reconnection: false });
  const [root, other] = [manager.socket("/"), manager.socket("/other")];
  await Promise.all([once(root, "connect"), once(other, "connect")]);
  await ask(control, "log");
  other.disconnect();
  await log("one of two namespaces");
  report("the other stays", ...(await ask(root, "ack", "yes")));
  root.disconnect();
  await log("the other of two namespaces");
}

async function refusals() {
  for (const namespace of ["/deny", "/denyd", "/nowhere", "/dyn-x"]) {
    const socket = connect(namespace, options);
    const [error] = await once(socket, "connect_error");
    report("refused", namespace, error.message, error.data ?? null, socket.connected);
    socket.disconnect();
  }
  const socket = await open();
  const received = [];
  socket.onAny((event) => received.push(event));
  socket.emit("vetoed");
  socket.emit("once");
  socket.emit("once");
  await ask(socket, "ack");
  report("vetoed", received);
  socket.disconnect();
  const greeted = connect("/greet", options);
  const greetings = [];
  greeted.onAny((event) => greetings.push([event, greeted.connected]));
  await once(greeted, "after");
  report("greeted", greetings);
  greeted.disconnect();
}

async function flags() {
  const clients = { a: await open(), b: await open(), both: await open(), none: await open() };
  await Promise.all([ask(clients.a, "join", "a"), ask(clients.b, "join", "b"), ask(clients.both, "join", "a"), ask(clients.both, "join", "b")]);
  const received = { a: [], b: [], both: [], none: [] };
  for (const [name, socket] of Object.entries(clients)) {
    socket.onAny((event) => received[name].push(event));
  }
  await ask(clients.a, "flags");
  await Promise.all(Object.values(clients).map((socket) => ask(socket, "ack")));
  // Whether a volatile event gets through while others are on their way is a matter of luck.
  Object.values(received).forEach((events) => events.splice(0, events.length, ...events.filter((event) => event !== "io volatile")));
  report("flags", received);
  if (transports.includes("websocket")) {
    const volatile = once(clients.none, "volatile");
    clients.none.emit("volatile");
    report("volatile", ...(await volatile));
  }
  report("rooms", ...(await ask(clients.both, "rooms")));
  await ask(clients.both, "leave", "a");
  report("rooms", ...(await ask(clients.both, "rooms")));
  Object.values(clients).forEach((socket) => socket.on("question", (number, answer) => answer(number + 1, "ignored")));
  const [error, answers] = await ask(clients.a, "ask-everybody", 20000);
  report("all answer", error, answers);
  clients.none.off("question");
  const [late, some] = await ask(clients.a, "ask-everybody", 2000);
  report("one does not answer", late, some);
  report("answers", ...(await ask(clients.a, "ask-me", 20000)));
  report("does not answer", ...(await ask(clients.none, "ask-me", 200)));
  Object.values(clients).forEach((socket) => socket.disconnect());
}

async function dynamicNamespaces() {
  const [one, two] = [await open("/dyn-1"), await open("/dyn-2")];
  const received = [];
  one.on("to all children", () => received.push("one"));
  two.on("to all children", () => received.push("two"));
  await ask(control, "emit-dynamic");
  await Promise.all([ask(one, "ack"), ask(two, "ack")]);
  report("dynamic", received.sort(), ...(await ask(one, "many")));
  one.disconnect();
  two.disconnect();
}

async function recovery() {
  const socket = await open("/", { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 50 });
  await ask(socket, "join", "room");
  await ask(socket, "remember", "ann");
  const received = [];
  socket.onAny((event, ...values) => received.push([event, ...values.slice(0, 1)]));
  await ask(control, "emit", null, "before", 1);
  await ask(socket, "ack");
  const id = socket.id;
  const cut = once(socket, "disconnect");
  socket.io.engine.close();
  report("cut", (await cut)[0]);
  const back = once(socket, "connect");
  await ask(control, "emit", null, "missed", 2);
  await ask(control, "emit", "room", "missed in the room", 3);
  await ask(control, "emit", "elsewhere", "not for me", 4);
  await back;
  report("recovered", socket.recovered, socket.id === id, ...(await ask(socket, "recovered")));
  await ask(control, "emit", "room", "after", 5);
  await ask(socket, "ack");
  report("received", received);
  socket.disconnect();
}

async function silence() {
  const socket = await open();
  await ask(socket, "join", "room");
  await ask(control, "log");
  const reason = once(socket, "disconnect");
  socket.io.engine._sendPacket = () => {};
  report("client does not answer pings", (await reason)[0]);
  await log("client does not answer pings, on the server");
}

async function shutdown() {
  const socket = await open();
  await ask(socket, "join", "room");
  await ask(control, "log");
  const reason = once(socket, "disconnect");
  control.emit("shut down");
  const [why] = await reason;
  // The reference ends its HTTP server too: a poll that it has not received by then fails.
  report("server shuts down", transports.includes("polling") && why === "transport error" ? "transport close" : why);
}

const everything = () => order().then(arity).then(nesting).then(ends).then(refusals).then(flags).then(dynamicNamespaces);
await ({ recovery, heartbeat: silence, shutdown }[mode] ?? everything)();
report("end");
finish();
