// Rounds of numbered events each way while the connection moves from polling to WebSocket. The server echoes every
// event, so what comes back shows both directions.
import { args, ask, connect, engine, finish, once, report } from "./client.mjs";

const [rounds, count] = args.map(Number);

// Lets the upgrade begin that much after the connect, so that it falls into the stream of events.
function delayUpgrade(socket, delay) {
  const connected = once(socket, "connect");
  const target = engine(socket);
  const probe = "_probe" in target ? "_probe" : "probe";
  const original = target[probe];
  target[probe] = (name) => connected.then(() => setTimeout(() => original.call(target, name), delay));
}

async function round(delay) {
  const socket = connect("/");
  delayUpgrade(socket, delay);
  const received = [];
  let sent = 0;
  let sentAtUpgrade = Infinity;
  engine(socket).once("upgrade", () => (sentAtUpgrade = sent));
  socket.on("echo-back", (number, payload) => {
    received.push(number);
    if (payload && Buffer.from(payload).readUInt32BE() !== number) {
      received.push("attachment of another event");
    }
  });
  await once(socket, "connect");
  const before = engine(socket).transport.name;
  // At least that many, and some of them by the new transport.
  while (sent < count || sent < sentAtUpgrade + 50) {
    for (let i = 0; i < 10; i++) {
      const number = sent++;
      const payload = Buffer.alloc(4);
      payload.writeUInt32BE(number);
      number % 5 === 0 ? socket.emit("echo", number, payload) : socket.emit("echo", number);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await ask(socket, "ack");
  const ordered = received.length === sent && received.every((number, index) => number === index);
  const result = [ordered, before, engine(socket).transport.name];
  socket.disconnect();
  return ordered ? result : [...result, sent, received.slice(0, 50)];
}

for (let i = 0; i < rounds; i++) {
  report("round", ...(await round(5 + (i % 10) * 2)));
}
finish();
