// Two Node.js servers and an emitter on the Redis whose address is handed over, which tell numbers to rooms. Executes what
// ClusterChurnTests writes to the standard input, one JSON array per line, and reports the result of each.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { Emitter } from "@socket.io/redis-emitter";
import { createClient } from "redis";
import { Server } from "socket.io";

const redisUrl = process.argv[2].replace("http:", "redis:");
const sharded = process.argv[4] === "sharded";
const EVERYBODY = "everybody";
const PAUSE_AFTER = 20;
const speakers = {};

async function redis() {
  const client = createClient({ url: redisUrl });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What goes with a number; see Hall.bytes. */
const bytes = (number) => Buffer.alloc(20 + (number % 100), number % 256);

const commands = {
  async start(name, number) {
    const http = createServer();
    const [pub, sub] = [await redis(), await redis()];
    // In the other modes a client may miss what follows its join.
    const adapter = sharded ? createShardedAdapter(pub, sub, { subscriptionMode: "static" }) : createAdapter(pub, sub);
    const io = new Server(http, { adapter });
    io.on("connection", (socket) => {
      let heard = 0;
      socket.join([EVERYBODY, socket.handshake.auth.name]);
      socket.on("join", (room, done) => {
        socket.join(room);
        done();
      });
      socket.on("leave", (room, done) => {
        socket.leave(room);
        done();
      });
      socket.on("say", (value) => (heard += value === heard ? 1 : 0));
      socket.on("heard", (done) => done(heard));
    });
    await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
    speakers[name] = { to: (room) => io.to(room), number, next: {} };
    return http.address().port;
  },
  async emitter(name, number) {
    const emitter = new Emitter(await redis());
    speakers[name] = { to: (room) => emitter.to(room), number, next: {} };
  },
  /** Tells the next numbers to rooms chosen at random. */
  async tell(name, numbers, rooms) {
    const { to, number: speaker, next } = speakers[name];
    for (let i = 1; i <= numbers; i++) {
      const room = rooms[Math.floor(Math.random() * rooms.length)];
      const number = next[room] ?? 0;
      next[room] = number + 1;
      to(room).emit("tell", speaker, room, number, ...(number % 3 === 0 ? [bytes(number)] : []));
      if (i % PAUSE_AFTER === 0) {
        // The other server of this process has its turn, too.
        await setImmediate();
      }
    }
  },
  pause(name, round) {
    const { to, number, next } = speakers[name];
    to(EVERYBODY).emit("pause", number, round, next);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...values] = JSON.parse(line);
  (async () => commands[name](...values))().then(
    (result) => console.log(JSON.stringify(["done", result ?? null])),
    (error) => console.log(JSON.stringify(["failed", name, error.stack])),
  );
}
process.exit(0);
