// A client with a parser of its own, that of docs/parsers.md. Arguments: transports.
import { Encoder as JsonEncoder, Decoder as JsonDecoder } from "socket.io-parser";
import { args, ask, connect, finish, hex, once, report } from "./client.mjs";

class Encoder extends JsonEncoder {
  encode(packet) {
    const [first, ...attachments] = super.encode(packet);
    return ["v1:" + first, ...attachments];
  }
}

class Decoder extends JsonDecoder {
  add(message) {
    if (typeof message !== "string") {
      return super.add(message);
    }
    if (!message.startsWith("v1:")) {
      throw new Error("the server has another version");
    }
    super.add(message.slice(3));
  }
}

const socket = connect("/", { transports: args[0].split(","), parser: { Encoder, Decoder } });
await once(socket, "connect");
report("echo", ...(await ask(socket, "echo", { a: 1 })));
report("binary", hex((await ask(socket, "echo", Buffer.from([1, 2])))[0]));
finish();
