// Connects by the transports given, reports what carries the connection, and exchanges one event by it.
import { args, ask, connect, engine, finish, once, report } from "./client.mjs";

const transports = args[0].split(",");
const socket = connect("/", { transports, path: args[1] ?? "/socket.io/" });
socket.on("connect_error", (error) => report("connect_error", error.message));
const upgraded = transports.length > 1 ? new Promise((resolve) => socket.io.on("open", () => engine(socket).once("upgrade", resolve))) : undefined;
await once(socket, "connect");
report("connect", socket.id.length);
await upgraded;
report("transport", engine(socket).transport.name);
report("ack", ...(await ask(socket, "ack", "still", "here")));
finish();
