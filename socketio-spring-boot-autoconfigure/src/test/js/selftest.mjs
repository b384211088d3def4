// Shows that arguments and the chosen client generation arrive, and what a report looks like.
import { args, io, report } from "./client.mjs";

report("arguments", ...args);
report("emitWithAck", "emitWithAck" in io("http://127.0.0.1", { autoConnect: false }));
if (args[0] === "fail") {
  throw new Error("as asked");
}
