// What the scripts share: their arguments, the client of the generation asked for, and reporting.
const [url, generation, ...rest] = process.argv.slice(2);

export const args = rest;
const packages = { 2: "socket.io-client-2", 3: "socket.io-client-3", 4: "socket.io-client" };
const client = await import(packages[generation]);
// The package of 2.x is a function with everything else on it.
export const { io, Manager } = generation === "2" ? { io: client.default, Manager: client.default.Manager } : client;

const sockets = [];

/** Writes one JSON line, which the test reads. */
export function report(name, ...values) {
  console.log(JSON.stringify([name, ...values]));
}

/** Connects to a namespace; options are those of the client. */
export function connect(namespace = "/", options = {}) {
  const socket = io(url + namespace, { forceNew: true, ...options });
  sockets.push(socket);
  return socket;
}

/** The arguments of the next event of that name. */
export function once(emitter, event) {
  return new Promise((resolve) => emitter.once(event, (...values) => resolve(values)));
}

/** Emits and waits for the acknowledgement's arguments; the client of 3.x has no emitWithAck. */
export function ask(socket, event, ...values) {
  return new Promise((resolve) => socket.emit(event, ...values, (...answer) => resolve(answer)));
}

/** Binary values as something JSON can show. */
export function hex(value) {
  return Buffer.from(value).toString("hex");
}

/** The raw connection, of which transport and upgrade are asked. */
export function engine(socket) {
  return socket.io.engine;
}

/** Ends the script: an open connection would keep it alive. */
export function finish() {
  sockets.forEach((socket) => socket.disconnect());
}
