// Several namespaces over one connection.
import { args, ask, Manager, once, report } from "./client.mjs";

const url = process.argv[2];
const manager = new Manager(url, { transports: args[0].split(",") });
const root = manager.socket("/");
const admin = manager.socket("/adm", { auth: { token: "t" } });
const dynamic = manager.socket("/dyn-42");
await Promise.all([root, admin, dynamic].map((socket) => once(socket, "connect")));
report("distinct ids", new Set([root.id, admin.id, dynamic.id, manager.engine.id]).size);

const auth = once(admin, "auth");
admin.emit("auth");
report("auth", ...(await auth));

root.disconnect();
report("others stay", ...(await ask(admin, "ack", "adm")), ...(await ask(dynamic, "ack", "dyn")));
root.connect();
await once(root, "connect");
report("comes back", ...(await ask(root, "ack", "root")));

const unknown = manager.socket("/nowhere");
const [error] = await once(unknown, "connect_error");
report("unknown", error.message);
[root, admin, dynamic, unknown].forEach((socket) => socket.disconnect());
