// Puts the browser builds of the Socket.IO client, each also compressed, into the directory given as first argument.
// The file given as second argument remembers what was bundled.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { bundle } from "../npm/bundle.mjs";

const [target, stamp] = process.argv.slice(2);

bundle({
  directory: dirname(fileURLToPath(import.meta.url)),
  target,
  stamp,
  what: "the Socket.IO client",
  marker: "version",
  copy: (packages) => {
    const client = join(packages, "socket.io-client");
    const { version } = JSON.parse(readFileSync(join(client, "package.json"), "utf8"));
    for (const name of readdirSync(join(client, "dist"))) {
      const content = readFileSync(join(client, "dist", name));
      writeFileSync(join(target, name), content);
      writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
      const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
      writeFileSync(join(target, `${name}.br`), brotliCompressSync(content, options));
    }
    writeFileSync(join(target, "version"), version);
  },
});
