// What annotated handlers answer.
import { args, ask, connect, finish, hex, once, report } from "./client.mjs";

const options = { transports: args[0].split(",") };
const [error] = await once(connect("/chat", options), "connect_error");
report("refused", error.message, error.data);

const socket = connect("/chat", { ...options, auth: { name: "ann" } });
await once(socket, "connect");
report("record", ...(await ask(socket, "record", { text: "hi" })));
report("mono", ...(await ask(socket, "mono", 1, 2)));
report("flux", ...(await ask(socket, "flux", 3)));
report("void", ...(await ask(socket, "void")));
report("binary", hex((await ask(socket, "binary", Buffer.from([0, 255])))[0]));
const [invalid] = await ask(socket, "record", { text: " " });
report("invalid", invalid.title, invalid.status, invalid.errors[0].field);
const [unconvertible] = await ask(socket, "mono", "one", 2);
report("unconvertible", unconvertible.title, unconvertible.status);
report("failure", ...(await ask(socket, "failure")));

const numbers = [];
socket.on("number", (number) => numbers.push(number));
for (let i = 0; i < 200; i++) {
  socket.emit("number", i);
}
await ask(socket, "void");
report("order", numbers.length === 200 && numbers.every((number, index) => number === index));

const shipped = once(socket, "shipped");
socket.emit("order", 42);
report("service", "shipped", ...(await shipped));

const tenant = connect("/tenant-blue", options);
await once(tenant, "connect");
report("tenant", ...(await ask(tenant, "who")));
finish();
