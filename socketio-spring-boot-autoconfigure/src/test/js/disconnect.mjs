// Who ends a connection, and what the client is told.
import { args, connect, finish, once, report } from "./client.mjs";

const options = { transports: args[0].split(","), reconnection: false };
for (const event of ["bye", "byebye"]) {
  const socket = connect("/", options);
  await once(socket, "connect");
  socket.emit(event);
  report(event, (await once(socket, "disconnect"))[0]);
}
const leaving = connect("/", options);
await once(leaving, "connect");
leaving.disconnect();
report("left", leaving.connected);
finish();
