// People who visit the chat in Chromium.
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const PATIENCE = 20_000;

/**
 * Starts the browser. Screenshots go to a directory, errors in the console into an array. Returns functions that let somebody
 * visit the chat, and that end the browser.
 */
export async function open(url, screenshots, errors) {
  mkdirSync(screenshots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.PATH.split(delimiter).map((directory) => join(directory, "chromium")).find(isExecutable),
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  return {
    visitor: (who, options) => visitor(browser, { url, screenshots, errors }, who, options),
    close: () => browser.close(),
  };
}

/** Options are those of the browser, the address of another server (at), and the node that nginx is to choose (node). */
async function visitor(browser, { url, screenshots, errors }, who, { at = url, node, ...options }) {
  const context = await browser.newContext(options);
  if (node) {
    await context.addCookies([{ name: "node", value: node, url: at }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => errors.push(`${who}: ${error.stack}`));
  // That the server cannot be reached for a while is part of the play.
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource|WebSocket/.test(message.text())
    && errors.push(`${who}: ${message.text()}`));
  let binary = 0;
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => {
    binary += typeof payload === "string" ? 0 : payload.length;
  }));
  await page.goto(at);
  return {
    page,
    received: () => binary,
    shoot: async (name) => {
      await page.evaluate(() => Promise.all(document.getAnimations()
        .filter((animation) => animation instanceof CSSTransition).map(({ finished }) => finished)));
      await page.screenshot({ path: `${screenshots}/${name}-${who}.png` });
    },
    logIn: async (name, password = name) => {
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Log in" }).click();
    },
    say: async (text) => {
      await page.getByLabel("Message", { exact: true }).fill(text);
      await page.keyboard.press("Enter");
    },
    read: async (selector) => (await page.locator(selector).last().innerText()).trim(),
    see: (selector) => page.waitForSelector(selector),
  };
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
