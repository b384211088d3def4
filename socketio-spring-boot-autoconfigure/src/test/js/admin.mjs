// An administrator uses the Admin UI in Chromium: refused, logged in, finds a socket and disconnects it, loads the page again.
// Reports what the page shows, one JSON line each.
import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";
import { args, connect, finish, once, report } from "./client.mjs";

const [url] = process.argv.slice(2);
const [path, screenshots] = args;
const PATIENCE = 20_000;
const errors = [];
const foreign = [];

mkdirSync(screenshots, { recursive: true });
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
page.setDefaultTimeout(PATIENCE);
page.on("pageerror", (error) => errors.push(error.stack));
page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
page.on("request", (request) => new URL(request.url()).origin !== url && !request.url().startsWith("data:")
  && foreign.push(request.url()));
const shoot = (name) => page.screenshot({ path: `${screenshots}/admin-${name}.png`, animations: "disabled" });

async function fill(name, password) {
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Connect" }).click();
}

async function open(title) {
  await page.locator(".v-navigation-drawer").getByText(title, { exact: true }).click();
}

async function use() {
  const client = connect("/");
  await once(client, "connect");
  client.emit("hello", "from a client");

  await page.goto(url + path);
  await page.getByText("Invalid credentials").waitFor();
  report("server", await page.getByLabel("Server URL").inputValue());
  await fill("root", "wrong");
  await page.getByText("Invalid credentials").waitFor();
  await shoot("refused");
  report("refused");
  await fill("root", "secret");
  await page.locator(".v-dialog--active").waitFor({ state: "hidden" });
  report("logged in");

  await page.locator("tr", { has: page.getByText("/admin", { exact: true }) }).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  report("fonts", await page.evaluate(() => [...document.fonts].filter(({ status }) => status === "loaded")
    .map(({ family }) => family.replaceAll('"', "")).filter((family, index, all) => all.indexOf(family) === index).sort()));
  await shoot("dashboard");

  await open("Sockets");
  const list = page.locator(".row-pointer", { has: page.locator("th", { hasText: "IP address" }) });
  const row = list.locator("tbody tr", { hasText: client.id });
  await row.waitFor();
  await shoot("sockets");
  report("listed");
  await row.locator("td").first().click();
  await page.getByText("User-Agent").waitFor();
  await shoot("socket");
  report("described");
  await open("Rooms");
  await open("Events");
  client.emit("hello", "again");
  await page.getByText("hello").first().waitFor();
  await shoot("events");
  report("event shown");

  await open("Sockets");
  const gone = once(client, "disconnect");
  await row.getByRole("button").click();
  report("disconnected", (await gone)[0]);
  // A click on the button of a row opens the details as well.
  await page.locator(".key-column + td", { hasText: /disconnected/i }).first().waitFor();
  await shoot("disconnected");
  await open("Sockets");
  await list.waitFor();
  await row.waitFor({ state: "detached" });
  await open("Servers");
  await page.locator("tr", { hasText: "node-1" }).waitFor();
  await shoot("servers");
  report("gone");

  await page.reload();
  await page.locator("tr", { hasText: "node-1" }).waitFor();
  report("form after reload", await page.getByLabel("Password").isVisible());
  report("foreign hosts", foreign);
  report("errors", errors);
}

try {
  await use();
} catch (error) {
  console.log(error.stack);
  console.log(errors.join("\n"));
  await shoot("failure");
  process.exitCode = 1;
} finally {
  await browser.close();
  finish();
}
