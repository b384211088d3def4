// Many clients that emit numbers, and go on doing so through restarts of the server.
import { args, connect, finish, report } from "./client.mjs";

const clients = Number(args[0]);
const restarts = Number(args[1]);
const WINDOW = 3;
const PAUSE = 5;
// As many are acknowledged to each client before the server may be restarted.
const ENOUGH = 20;

const totals = [];
let reasons = [];
let underWay = 0;
let done = 0;

function clientIsUnderWay() {
  if (++underWay === clients) {
    report("under way", reasons);
    underWay = 0;
    reasons = [];
  }
}

function clientIsDone(client, total) {
  totals[client] = total;
  if (++done === clients) {
    report("acknowledged", totals);
    finish();
  }
}

function run(client) {
  const socket = connect("/", {
    transports: client % 2 === 0 ? ["websocket"] : ["polling", "websocket"],
    retries: 1_000,
    ackTimeout: 25_000,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
  });
  let connects = 0;
  let next = 0;
  let emitters = WINDOW;
  let sinceConnect = 0;
  socket.on("connect", () => {
    connects++;
    sinceConnect = 0;
  });
  socket.on("disconnect", (reason) => reasons.push(reason));

  function emit() {
    const number = next++;
    socket.emit("number", client, number, (error, answer) => {
      if (error || answer !== number) {
        report("lost", client, number, String(error));
        return;
      }
      if (++sinceConnect === ENOUGH) {
        clientIsUnderWay();
      }
      if (connects <= restarts || sinceConnect < ENOUGH) {
        setTimeout(emit, PAUSE);
      } else if (--emitters === 0) {
        clientIsDone(client, next);
      }
    });
  }

  for (let i = 0; i < WINDOW; i++) {
    emit();
  }
}

for (let client = 0; client < clients; client++) {
  run(client);
}
