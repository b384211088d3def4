// Many clients that are sent numbers, and come back as the same sockets after their connections were cut.
import { args, connect, engine, finish, report } from "./client.mjs";

const clients = Number(args[0]);
// As many are received by each client before its connection may be cut.
const ENOUGH = 20;

const totals = [];
const faults = [];
let reasons = [];
let recovered = [];
let underWay = 0;
let done = 0;

function clientIsUnderWay() {
  if (++underWay === clients) {
    report("under way", reasons, recovered);
    underWay = 0;
    reasons = [];
    recovered = [];
  }
}

function clientIsDone(client, total) {
  totals[client] = total;
  if (++done === clients) {
    report("received", totals, faults);
    finish();
  }
}

function run(client) {
  const socket = connect("/", {
    transports: client % 2 === 0 ? ["websocket"] : ["polling", "websocket"],
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
  });
  let expected = 0;
  let sinceConnect = 0;
  let settling = true;
  socket.on("connect", () => {
    sinceConnect = 0;
    settling = true;
    recovered.push(socket.recovered);
  });
  socket.on("disconnect", (reason) => reasons.push(reason));
  socket.on("number", (number) => {
    if (number !== expected) {
      faults.push([client, expected, number]);
    }
    expected = number + 1;
    if (++sinceConnect >= ENOUGH && settling && engine(socket).transport.name === "websocket") {
      settling = false;
      // The client has upgraded before the server has. Its answer says that both have: a cut in between would be
      // noticed only when no pong comes.
      socket.emit("echo", "", clientIsUnderWay);
    }
  });
  socket.on("last", () => clientIsDone(client, expected));
}

for (let client = 0; client < clients; client++) {
  run(client);
}
