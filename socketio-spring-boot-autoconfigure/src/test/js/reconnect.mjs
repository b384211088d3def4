// Stays through a restart of the server.
import { args, ask, connect, engine, finish, once, report } from "./client.mjs";

const socket = connect("/", { transports: args[0].split(","), reconnectionDelay: 100, reconnectionDelayMax: 200 });
await once(socket, "connect");
const before = socket.id;
report("connected");
report("disconnected", (await once(socket, "disconnect"))[0]);
await once(socket, "connect");
report("reconnected", socket.id !== before, ...(await ask(socket, "ack", "again")));
finish();
