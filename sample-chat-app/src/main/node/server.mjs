// The chat as a Node.js server: an additional node in the cluster of the Spring application, on the same Redis. It serves the
// same page and supports everything except notices and moderation. Reads PORT and REDIS_URL from the environment.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "8082", REDIS_URL = "redis://127.0.0.1:6379" } = process.env;
const PAGE = new URL("../resources/static/", import.meta.url);
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
// The password equals the name, as in application.yml.
const PEOPLE = ["ann", "bob", "mod"];
const ROOMS = ["#lobby", "#kitchen", "#garden"];
const KEPT = 50;
const PATIENCE = 5_000;

/** Basic authentication: the browser asks for name and password and sends them with every request. */
function nameOf({ authorization = "" }) {
  const [name, password] = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString().split(":");
  return PEOPLE.includes(name) && password === name ? name : null;
}

const http = createServer(async ({ url, headers }, response) => {
  const [path] = url.split("?");
  const name = nameOf(headers);
  if (!name || path === "/logout") {
    response.writeHead(401, { "www-authenticate": 'Basic realm="chat"' }).end("Log in as ann, as bob or as mod.");
  } else if (path === "/account") {
    response.writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ name, moderator: false, csrf: { parameterName: "_csrf", token: "" } }));
  } else {
    const file = path === "/" ? "index.html" : path.slice(1);
    const known = /^(js\/)?\w+\.(html|css|js|svg)$/.test(file);
    const content = known ? await readFile(new URL(file, PAGE)).catch(() => null) : null;
    response.writeHead(content ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(content ?? "");
  }
});

const pub = createClient({ url: REDIS_URL });
const sub = pub.duplicate();
for (const client of [pub, sub]) {
  client.on("error", ({ message }) => console.log(`Redis: ${message}`));
  await client.connect();
}
const io = new Server(http, {
  adapter: createAdapter(pub, sub),
  maxHttpBufferSize: 1_000_000,
  allowRequest: ({ headers }, decide) => decide(null, nameOf(headers) !== null),
});
const chat = io.of("/chat");

function check(value, pattern, problem) {
  if (typeof value !== "string" || !pattern.test(value)) {
    throw new Error(problem);
  }
  return value;
}

// The messages of each room, from all nodes; see History.java.
const history = new Map();

function remember(message) {
  const messages = history.get(message.to) ?? [];
  if (!messages.some(({ id }) => id === message.id)) {
    history.set(message.to, [...messages, message].sort((one, other) => one.at.localeCompare(other.at)).slice(-KEPT));
  }
}

// The list of people is read from the sockets of all nodes; see Directory.java.
let looking = null;
let again = false;

function refresh() {
  again = looking !== null;
  looking ??= look().catch((error) => console.log(error.message)).then(() => {
    looking = null;
    return again ? refresh() : null;
  });
}

async function look() {
  const before = [...history.keys()];
  const people = new Map();
  const members = new Map(ROOMS.map((room) => [room, new Set()]));
  for (const { data: { person }, rooms } of await chat.fetchSockets()) {
    if (person) {
      people.set(person.name, person);
      [...rooms].filter((room) => room.startsWith("#"))
        .forEach((room) => members.set(room, (members.get(room) ?? new Set()).add(person.name)));
    }
  }
  before.filter((room) => !members.has(room)).forEach((room) => history.delete(room));
  chat.local.emit("directory", {
    people: [...people.values()],
    rooms: [...members].map(([name, names]) => ({ name, people: [...names] })),
  });
}

function announce() {
  refresh();
  chat.serverSideEmit("changed");
}

// A node that was killed did not announce that its people are gone.
setInterval(refresh, 5_000);

// The events between the nodes; see OtherNodes.java.
chat.on("changed", refresh);
chat.on("said", remember);
chat.on("closed", (room) => history.delete(room));
chat.on("history", (answer) => answer([...history.values()].flat()));

chat.on("connection", (socket) => {
  const name = nameOf(socket.handshake.headers);
  socket.data.person = { name, moderator: false };
  socket.join(`@${name}`);
  // Closes another window of the same person, or a lost connection.
  chat.to(`@${name}`).except(socket.id).disconnectSockets(true);

  /** Registers a handler. Its return value, or the error that it throws, becomes the acknowledgement of the event. */
  function on(event, handle) {
    socket.on(event, (...values) => {
      const acknowledge = typeof values.at(-1) === "function" ? values.pop() : () => {};
      try {
        acknowledge(handle(values[0] ?? {}));
      } catch ({ message }) {
        acknowledge({ socketioProblem: true, status: 422, detail: message });
      }
    });
  }

  function room(value) {
    return check(value, /^#[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}-]{0,23}$/u, "This is not the name of a room.");
  }

  function recipient(value) {
    const to = check(value, /^[#@]/, "There is nobody with this name.");
    if (to.startsWith("#") && !socket.rooms.has(to)) {
      throw new Error(`You are not in ${to}.`);
    }
    return to;
  }

  function send(to, text, picture) {
    const message = { id: randomUUID(), from: name, to, text, picture, at: new Date().toISOString() };
    if (to.startsWith("#") && !picture) {
      remember(message);
      chat.serverSideEmit("said", message);
    }
    socket.to(to).timeout(PATIENCE)
      .emit("message", message, (error, answers) => socket.emit("delivered", message.id, answers.length));
    return { id: message.id, at: message.at };
  }

  on("join", (choice) => {
    socket.join(room(choice.room));
    announce();
    return { room: choice.room, history: history.get(choice.room) ?? [] };
  });
  on("leave", (choice) => {
    socket.leave(room(choice.room));
    announce();
  });
  on("message", ({ to, text }) => send(recipient(to), check(text, /^.{1,2000}$/su, "Write something."), null));
  on("picture", ({ to, picture: { type, data } }) => {
    check(type, /^image\/(jpeg|png|gif|webp)$/, "This is not a picture.");
    return send(recipient(to), "", { type, data });
  });
  on("typing", ({ to }) => void socket.to(recipient(to)).volatile.emit("typing", name, to));
  socket.on("disconnect", announce);
});

// Requests the messages that were sent before this node started.
const answers = await chat.serverSideEmitWithAck("history").catch(({ responses }) => responses ?? []);
answers.flat().forEach(remember);
http.listen(PORT, () => console.log(`listening ${http.address().port}`));
