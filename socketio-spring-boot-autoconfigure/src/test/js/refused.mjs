// What a client is told that may not enter.
import { args, connect, finish, once, report } from "./client.mjs";

const options = { transports: args[0].split(",") };
for (const namespace of ["/deny", "/denyd", "/nowhere"]) {
  const [error] = await once(connect(namespace, options), "connect_error");
  report(namespace, error.message, error.data ?? null);
}
finish();
