// Socket.IO's own server as a node of the fault run. Its arguments are its name and the port of Redis.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [, , name, port] = process.argv;
// What cannot be sent is lost, as with the other nodes, rather than sent late.
const publishing = createClient({ url: `redis://127.0.0.1:${port}`, disableOfflineQueue: true });
const subscribed = createClient({ url: `redis://127.0.0.1:${port}` });
for (const client of [publishing, subscribed]) {
  client.on("error", () => {});
  await client.connect();
}
process.on("unhandledRejection", () => {});

const http = createServer();
const io = new Server(http, { adapter: createAdapter(publishing, subscribed) });
let number = 0;

function send(perSecond) {
  const start = process.hrtime.bigint();
  setInterval(() => {
    const now = process.hrtime.bigint();
    const due = Math.floor((Number(now - start) * perSecond) / 1e9);
    while (number < due) {
      io.to("news").emit("news", name, number++, Number(now / 1000n));
    }
  }, 1);
}

io.on("connection", (socket) => {
  socket.on("join", (ack) => {
    socket.join("news");
    ack();
  });
  socket.on("rate", (perSecond, ack) => {
    send(perSecond);
    ack(perSecond);
  });
});

http.listen(0, "127.0.0.1", () => console.log(`listening ${http.address().port}`));

// The end of the input is the end of the server.
createInterface({ input: process.stdin }).on("close", () => process.exit(0));
