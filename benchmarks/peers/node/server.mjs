// Socket.IO's own server with its default settings, and the events that the load generator knows.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http);

io.on("connection", (socket) => {
  socket.on("echo", (text) => socket.emit("echo", text));
  socket.on("ack", (text, ack) => ack(text));
  socket.on("typed", (order) => socket.emit("typed", order));
  socket.on("binary", (bytes) => socket.emit("binary", bytes));
  socket.on("join", (room, ack) => {
    socket.join(room);
    ack();
  });
  socket.on("publish", (text) => io.to("news").emit("news", text));
});

http.listen(0, "127.0.0.1", 4096, () => console.log(`listening ${http.address().port}`));

// "memory" is answered with the bytes in use; the end of the input is the end of the server.
createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (line === "memory") {
      globalThis.gc?.();
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      console.log(`memory ${heapUsed + external}`);
    }
  })
  .on("close", () => process.exit(0));
