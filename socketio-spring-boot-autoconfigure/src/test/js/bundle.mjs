// The client that the server serves to browsers.
import { report } from "./client.mjs";

for (const file of ["socket.io.js", "socket.io.min.js.map", "nothing.js"]) {
  const response = await fetch(`${process.argv[2]}/socket.io/${file}`);
  report(file, response.status, (await response.text()).length > 10_000);
}
