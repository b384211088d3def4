// What the scripts have in common that put files of npm packages into the build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

function fail(message) {
  console.error(message);
  process.exit(1);
}

function install(directory, what) {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    fail(`Node.js 20 or later is needed to bundle ${what}, found ${process.versions.node}.`);
  }
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: directory,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.error) {
    fail(`npm is needed to bundle ${what}, and could not be started: ${npm.error.message}`);
  }
  if (npm.status !== 0) {
    fail(`${what} was not bundled: "npm ci" in ${directory} ended with ${npm.status ?? npm.signal}.`);
  }
}

/**
 * Installs the packages of a directory and copies from them into another. Does nothing when that was done before with the
 * same inputs.
 * @param directory where package.json, its lock file and bundle.mjs are
 * @param target where to copy to, which is emptied before
 * @param stamp the file that remembers the inputs
 * @param what the name of the bundle for messages
 * @param marker a file that is in each complete bundle
 * @param copy copies the files
 */
export function bundle({ directory, target, stamp, what, marker, copy }) {
  const inputs = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of ["package.json", "package-lock.json", "bundle.mjs"]) {
    inputs.update(readFileSync(join(directory, name)));
  }
  const digest = inputs.digest("hex");
  if (existsSync(join(target, marker)) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) {
    return;
  }
  install(directory, what);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  copy(join(directory, "node_modules"));
  writeFileSync(stamp, digest);
}
