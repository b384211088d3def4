// Socket.IO's own server with the adapter, classic or sharded, and on the Redis whose port is handed over, and the events by
// which the load generator makes it send and ask.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [adapter, port] = process.argv.slice(2);
const room = "news";
const text = "x".repeat(32);
const publishing = createClient({ url: `redis://127.0.0.1:${port}` });
const subscribed = publishing.duplicate();
for (const client of [publishing, subscribed]) {
  client.on("error", (error) => console.log(String(error)));
  await client.connect();
}

const http = createServer();
const io = new Server(http, {
  adapter: (adapter === "sharded" ? createShardedAdapter : createAdapter)(publishing, subscribed),
});
let sending;
let sent = 0;
let rooms = [room];
let published = 0;
let namespaces = 0;

function names(from, to) {
  return Array.from({ length: to - from }, (_, i) => (from + i === 0 ? room : `${room}-${from + i}`));
}

function sendAtRate(perSecond) {
  const start = process.hrtime.bigint();
  sent = 0;
  sending = setInterval(() => {
    const due = Math.floor((Number(process.hrtime.bigint() - start) * perSecond) / 1e9);
    while (sent < due) {
      sent++;
      io.to(room).emit("news", String(process.hrtime.bigint()).padStart(text.length, "0"));
    }
  }, 1);
}

// The adapter does not wait for its subscriptions, which Redis confirms before it answers this.
async function subscriptions() {
  await subscribed.ping();
}

io.on("connection", (socket) => {
  socket.on("join", async (name, ack) => {
    socket.join(name);
    await subscriptions();
    ack();
  });
  socket.on("join-rooms", async (from, to, ack) => {
    socket.join(names(from, to));
    await subscriptions();
    ack();
  });
  socket.on("rooms", (count, ack) => {
    rooms = names(0, count);
    ack(count);
  });
  socket.on("namespaces", async (count, ack) => {
    while (namespaces < count) {
      io.of(`/unused-${++namespaces}`);
    }
    await subscriptions();
    ack(namespaces);
  });
  socket.on("publish", (count) => {
    for (let i = 0; i < count; i++) {
      io.to(rooms[published++ % rooms.length]).emit("news", text);
    }
  });
  socket.on("rate", (perSecond, ack) => {
    clearInterval(sending);
    if (perSecond > 0) {
      sendAtRate(perSecond);
    }
    ack(sent);
  });
  socket.on("sent", (ack) => ack(sent));
  socket.on("fetch", async (ack) => ack((await io.in(room).fetchSockets()).length));
  socket.on("ask", async (ack) => ack((await io.to(room).timeout(10_000).emitWithAck("ask", text)).length));
});

http.listen(0, "127.0.0.1", 4096, () => console.log(`listening ${http.address().port}`));

// The end of the input is the end of the server.
createInterface({ input: process.stdin }).on("close", () => process.exit(0));
