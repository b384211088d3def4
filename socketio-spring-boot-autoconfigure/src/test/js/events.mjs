// Events, acknowledgements and binary values, each way.
import { args, ask, connect, finish, hex, once, report } from "./client.mjs";

const socket = connect("/", { transports: args[0].split(",") });

async function echo(...values) {
  const back = once(socket, "echo-back");
  socket.emit("echo", ...values);
  return back;
}

const values = ["text", 1, -0.5, true, null, { nested: { list: [1, "ü", "😀", "\u0000\u2028"] } }, [], {}, ""];
report("echo", JSON.stringify(await echo(...values)) === JSON.stringify(values));
report("no arguments", ...(await echo()));

const bytes = Buffer.from("00010203ff", "hex");
const large = Buffer.alloc(100_000, 7);
const [first, second, third] = await echo(bytes, { deep: [large] }, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 2));
report("binary", hex(first), Buffer.compare(large, Buffer.from(second.deep[0])) === 0, hex(third));

report("ack", ...(await ask(socket, "ack", "a", { b: 2 })));
const [binary] = await ask(socket, "ack", { file: bytes });
report("binary ack", hex(binary.file));
report("empty ack", ...(await ask(socket, "ack")));


// The server logs the answers; the next event shows that the one before was answered.
for (const answer of [{ answered: 1 }, bytes]) {
  const question = once(socket, "question");
  socket.emit("ask", "what?");
  const [asked, acknowledge] = await question;
  acknowledge(answer);
  report("question", asked);
}
await ask(socket, "ack");
finish();
