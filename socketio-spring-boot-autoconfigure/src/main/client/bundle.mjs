// Puts the browser builds of the Socket.IO client, each also compressed, into the directory given as first argument.
// Does nothing when that was done before with the same lock file, which the file given as second argument remembers.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const [target, stamp] = process.argv.slice(2);
const versionFile = join(target, "version");
const inputs = createHash("sha256");
for (const name of ["package.json", "package-lock.json", "bundle.mjs"]) {
  inputs.update(readFileSync(join(here, name)));
}
const digest = inputs.digest("hex");

function done() {
  return existsSync(versionFile) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (!done()) {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    fail(`Node.js 20 or later is needed to bundle the Socket.IO client, found ${process.versions.node}.`);
  }
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.error) {
    fail(`npm is needed to bundle the Socket.IO client, and could not be started: ${npm.error.message}`);
  }
  if (npm.status !== 0) {
    fail(`The Socket.IO client was not bundled: "npm ci" in ${here} ended with ${npm.status ?? npm.signal}.`);
  }

  const client = join(here, "node_modules", "socket.io-client");
  const { version } = JSON.parse(readFileSync(join(client, "package.json"), "utf8"));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(join(client, "dist"))) {
    const content = readFileSync(join(client, "dist", name));
    writeFileSync(join(target, name), content);
    writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
    const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    writeFileSync(join(target, `${name}.br`), brotliCompressSync(content, options));
  }
  writeFileSync(versionFile, version);
  writeFileSync(stamp, digest);
}
