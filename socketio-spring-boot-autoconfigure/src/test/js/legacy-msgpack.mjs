// The client of 2.x with its MessagePack parser, in the root namespace and without binary values: it asks for namespaces in
// JSON and numbers packets with binary values otherwise, which current servers do not understand, that of Node.js neither.
import { args, ask, connect, finish, once, report } from "./client.mjs";

const { default: parser } = await import("socket.io-msgpack-parser-2");
const socket = connect("/", { transports: args[0].split(","), parser });
await once(socket, "connect");
const echoed = once(socket, "echo-back");
socket.emit("echo", "text", 1, { nested: ["ü", 70000] }, null);
const [text, number, nested, nothing] = await echoed;
report("echo", text, number, ...nested.nested, nothing);
report("ack", ...(await ask(socket, "ack", "a", { b: 2 })));
const question = once(socket, "question");
socket.emit("ask", "what?");
const [asked, answer] = await question;
answer({ answered: 1 });
report("question", asked);
const left = once(socket, "disconnect");
socket.emit("bye");
report("bye", ...(await left));
finish();
