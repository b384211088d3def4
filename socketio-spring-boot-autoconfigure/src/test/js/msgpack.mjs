// The client with the MessagePack parser.
import { args, ask, connect, finish, hex, once, report } from "./client.mjs";

const { default: parser } = await import("socket.io-msgpack-parser");
const options = { transports: args[0].split(","), parser };
const socket = connect("/", options);
await once(socket, "connect");
const bytes = Buffer.from("00010203ff", "hex");

const echoed = once(socket, "echo-back");
const values = ["text", 1, -0.5, 70000, -3000000000, true, null, { nested: { list: [1, "ü", "😀"] } }, [], {}];
socket.emit("echo", ...values);
report("echo", JSON.stringify(await echoed) === JSON.stringify(values));
const binary = once(socket, "echo-back");
socket.emit("echo", bytes, { deep: [bytes] });
const [first, second] = await binary;
report("binary", hex(first), hex(second.deep[0]));
report("ack", ...(await ask(socket, "ack", "a", { b: 2 })));
const question = once(socket, "question");
socket.emit("ask", "what?");
const [asked, answer] = await question;
answer({ answered: 1 });
report("question", asked);
const admin = connect("/adm", { ...options, auth: { token: "t" } });
await once(admin, "connect");
const auth = once(admin, "auth");
admin.emit("auth");
report("auth", ...(await auth));
const [error] = await once(connect("/denyd", options), "connect_error");
report("refused", error.message, error.data);
finish();
