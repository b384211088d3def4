// Starts the Chromium that is on the PATH.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts a browser, which has to be closed; an open one would keep the script alive. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.PATH.split(delimiter).map((directory) => join(directory, "chromium")).find(isExecutable),
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}
