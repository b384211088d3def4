// Two members of a room and one who is not: who gets what.
import { args, ask, connect, finish, once, report } from "./client.mjs";

const options = { transports: args[0].split(",") };
const [ann, bob, eve] = ["ann", "bob", "eve"].map(() => connect("/", options));
await Promise.all([ann, bob, eve].map((socket) => once(socket, "connect")));
await ask(ann, "join", "lobby");
await ask(bob, "join", "lobby");

const received = [];
for (const [name, socket] of Object.entries({ ann, bob, eve })) {
  socket.on("room-msg", (...values) => received.push([name, ...values]));
}
ann.emit("room", "lobby", "hello", { from: "ann" });
eve.emit("room", bob.id, "psst");
await Promise.all([ann, bob, eve].map((socket) => ask(socket, "ack")));
// What was sent before the acknowledgements has arrived before them.
await Promise.all([ann, bob, eve].map((socket) => ask(socket, "ack")));
report("received", ...received.sort());
finish();
