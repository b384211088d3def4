// What the client of 2.x does differently: no auth payload, other events, ids that show the connection's.
import { args, ask, finish, hex, io, once, report } from "./client.mjs";

const options = { transports: args[0].split(","), forceNew: true };
const url = process.argv[2];
const sockets = [];

function open(namespace, more = {}) {
  const socket = io(url + namespace, { ...options, ...more });
  sockets.push(socket);
  return socket;
}

const socket = open("/");
await once(socket, "connect");
report("id", socket.id === socket.io.engine.id);
const bytes = Buffer.from("00010203ff", "hex");
const echoed = once(socket, "echo-back");
socket.emit("echo", "text", 1, { nested: ["ü", bytes] }, null);
const [text, number, nested, nothing] = await echoed;
report("echo", text, number, nested.nested[0], hex(nested.nested[1]), nothing);
report("ack", ...(await ask(socket, "ack", "a", { b: 2 })));
report("binary ack", hex((await ask(socket, "ack", bytes))[0]));

const question = once(socket, "question");
socket.emit("ask", "what?");
const [asked, answer] = await question;
answer({ answered: 1 });
report("question", asked);

const admin = open("/adm?token=t");
await once(admin, "connect");
const auth = once(admin, "auth");
admin.emit("auth");
report("auth", ...(await auth));
report("namespaced id", admin.id === `/adm#${admin.io.engine.id}`);

const [error] = await once(open("/deny"), "error");
report("refused", error);
const [data] = await once(open("/denyd"), "error");
report("refused with data", data);

// Both generations in one room: each gets what was encoded for it.
const { io: current } = await import("socket.io-client");
const modern = current(url, { transports: ["websocket"], forceNew: true });
sockets.push(modern);
await once(modern, "connect");
await ask(modern, "join", "lobby");
await ask(socket, "join", "lobby");
const received = [once(modern, "room-msg"), once(socket, "room-msg")];
admin.disconnect();
const third = open("/");
await once(third, "connect");
third.emit("room", "lobby", bytes, "hello");
for (const arrival of received) {
  const [payload, word] = await arrival;
  report("in the room", hex(payload), word);
}

const left = once(third, "disconnect");
third.emit("bye");
report("bye", ...(await left));
sockets.forEach((one) => one.disconnect());
finish();
