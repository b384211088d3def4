// The application of ComparisonApplication, on the Node.js reference. Reports its port and serves until it is killed or
// shut down, when it reports how that ended its sockets.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const options = {
  recovery: { connectionStateRecovery: { maxDisconnectionDuration: 60000 } },
  heartbeat: { pingInterval: 300, pingTimeout: 2000 },
};
const io = new Server(http, options[process.argv[4]]);
let log = [];

function serve(namespace) {
  namespace.on("connection", (socket) => {
    log.push(["connection", socket.nsp.name]);
    socket.on("disconnecting", (reason) => log.push(["disconnecting", socket.nsp.name, reason, [...socket.rooms].filter((room) => room !== socket.id)]));
    socket.on("disconnect", (reason) => log.push(["disconnect", socket.nsp.name, reason, [...socket.rooms]]));
    socket.on("echo", (...values) => socket.emit("echo-back", ...values));
    socket.on("ack", (...values) => values.pop()(...values));
    socket.on("first-then-ack", (done) => {
      socket.emit("first");
      done();
      socket.emit("last");
    });
    socket.on("join", (room, done) => {
      socket.join(room);
      done();
    });
    socket.on("leave", (room, done) => {
      socket.leave(room);
      done();
    });
    socket.on("bye", () => socket.disconnect());
    socket.on("byebye", () => socket.disconnect(true));
    socket.on("kick-engine", () => socket.conn.close());
    socket.on("flags", (done) => {
      socket.to("a").emit("to a");
      socket.to("a").to("b").emit("to a and b");
      socket.broadcast.emit("broadcast");
      socket.except("a").emit("except a");
      namespace.to("a").emit("io to a");
      namespace.to(["a", "b"]).except("b").emit("io to a and b except b");
      namespace.except(socket.id).emit("io except me");
      namespace.local.emit("io local");
      namespace.compress(false).volatile.emit("io volatile");
      socket.compress(false).emit("to me");
      namespace.in("nobody").emit("to nobody");
      socket.send("a message");
      done();
    });
    socket.on("ask-everybody", async (patience, done) => {
      try {
        done(null, await namespace.timeout(patience).emitWithAck("question", 1));
      } catch (error) {
        done("timeout", error.responses);
      }
    });
    socket.on("ask-me", async (patience, done) => {
      try {
        done(null, await socket.timeout(patience).emitWithAck("question", 2));
      } catch {
        done("timeout");
      }
    });
    socket.on("rooms", (done) => done([...socket.rooms].filter((room) => room !== socket.id).sort()));
    socket.on("recovered", (done) => done(socket.recovered, [...socket.rooms].filter((room) => room !== socket.id).sort(), socket.data.name ?? null));
    socket.on("remember", (name, done) => {
      socket.data.name = name;
      done();
    });
    socket.on("volatile", () => socket.volatile.emit("volatile", "now"));
    socket.once("once", () => socket.emit("once-back"));
    socket.use(([event], next) => (event === "vetoed" ? next(new Error("no")) : next()));
    socket.on("error", () => {});
    socket.on("vetoed", () => socket.emit("should not happen"));
    socket.on("many", (done) => done(socket.nsp.sockets.size));
  });
}

serve(io.of("/"));
serve(io.of("/other"));
serve(io.of("/deny").use((socket, next) => next(new Error("not authorized"))));
serve(io.of("/denyd").use((socket, next) => next(Object.assign(new Error("nope"), { data: { code: 42 } }))));
serve(io.of("/greet").use((socket, next) => {
  socket.emit("before");
  next();
}).on("connection", (socket) => socket.emit("after")));
const dynamic = io.of(/^\/dyn-\d+$/);
serve(dynamic);
io.of("/control").on("connection", (socket) => {
  socket.on("log", (done) => {
    done(log);
    log = [];
  });
  socket.on("emit", (room, event, ...values) => {
    const done = values.pop();
    (room ? io.to(room) : io).emit(event, ...values);
    done();
  });
  socket.on("shut down", () => {
    io.close();
    console.log(JSON.stringify(["ended", ...log]));
  });
  socket.on("emit-dynamic", (done) => {
    dynamic.emit("to all children");
    done();
  });
});

http.listen(0, "127.0.0.1", () => console.log(JSON.stringify(["port", http.address().port])));
