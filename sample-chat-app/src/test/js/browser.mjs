// Two people chat: ann on a desktop, bob on a phone. A moderator looks after them. Reports what they see, one JSON line each, to ChatBrowserTests.
import { open } from "./visitors.mjs";

const [url, , screenshots] = process.argv.slice(2);

const errors = [];

function report(name, ...values) {
  console.log(JSON.stringify([name, ...values]));
}

/** A picture that has more than a megabyte as the camera wrote it. */
async function photo(page) {
  const base64 = await page.evaluate(() => {
    const [width, height] = [2400, 1600];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    const sky = context.createLinearGradient(0, 0, 0, height);
    [[0, "#274b8f"], [0.5, "#e8a37a"], [0.62, "#f5d6a0"], [0.63, "#2c5f4f"], [1, "#153328"]]
      .forEach(([offset, color]) => sky.addColorStop(offset, color));
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#fff3cf";
    context.arc(1700, 840, 140, 0, 7);
    context.fill();
    const grain = context.getImageData(0, 0, width, height);
    grain.data.forEach((value, index) => grain.data[index] = value + (index % 4 < 3 ? Math.random() * 30 - 15 : 0));
    context.putImageData(grain, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  return Buffer.from(base64, "base64");
}

const { visitor, close } = await open(url, screenshots, errors);
const ann = await visitor("desktop", { viewport: { width: 1200, height: 780 }, colorScheme: "light" });
const bob = await visitor("phone",
  { viewport: { width: 390, height: 800 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: "dark" });
const mod = await visitor("moderator", { viewport: { width: 1200, height: 780 }, colorScheme: "dark" });
try {
  await play();
} catch (error) {
  console.log(error.stack);
  await Promise.all([ann.shoot("failure"), bob.shoot("failure"), mod.shoot("failure")]);
  process.exitCode = 1;
} finally {
  await close();
}

async function play() {
  await ann.shoot("login");
  // Whoever is quick writes before the chat is connected.
  let connect;
  const held = new Promise((resolve) => connect = resolve);
  await ann.page.route("**/socket.io/?*", (route) => held.then(() => route.continue()));
  await ann.logIn("ann");
  await ann.say("Is anybody here?");
  connect();
  await ann.see("#subtitle:has-text('Only you')");
  await ann.page.unroute("**/socket.io/?*");
  report("written early", await ann.page.locator("#text").inputValue());
  await ann.shoot("alone");

  await bob.logIn("mod", "bob");
  report("login refused", (await bob.see("#message:visible")) && await bob.read("#message"));
  await bob.shoot("refused");
  await bob.logIn("bob");
  await ann.see("#subtitle:has-text('bob')");
  report("together", await ann.read("#subtitle"));

  await ann.say("Good morning! This is the view from my window.");
  await bob.see("#log :text('Good morning')");
  await ann.see(".message[data-state='delivered']");
  report("delivered", await ann.page.locator(".message .state").last().getAttribute("title"));
  await bob.page.locator("#text").pressSequentially("What view?");
  await ann.see("#typing:has-text('writing')");
  report("writing", await ann.read("#typing"));

  const original = await photo(ann.page);
  await ann.page.locator("#file").setInputFiles({ name: "view.png", mimeType: "image/png", buffer: original });
  await bob.see("#log img");
  const width = await bob.page.locator("#log img").evaluate((image) => image.decode().then(() => image.naturalWidth));
  report("picture", { original: original.length, bytes: bob.received(), width });
  await ann.page.locator("#file").setInputFiles({ name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await ann.see("#toast:visible");
  report("refused file", await ann.read("#toast"));

  await bob.say("<b onclick=alert(1)>bold</b>");
  await ann.see("#log :text('bold')");
  report("markup", await ann.read(".message:not(.own) .text"));
  await bob.say("Beautiful. Lunch at one?");
  await ann.see("#log :text('Lunch')");
  await fetch(`${url}/api/notices`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa("mod:mod")}` },
    body: JSON.stringify({ text: "The canteen closes at two." }),
  });
  await ann.see(".notice");
  await bob.see(".notice");
  report("notice", await bob.read(".notice p"));

  await bob.page.locator("#menu").tap();
  await bob.page.locator("[data-id='@ann']").tap();
  await bob.say("Psst: I bring the cake.");
  await bob.see(".message[data-state='delivered']");
  report("private", await bob.page.locator(".message .state").last().getAttribute("title"));
  await bob.shoot("private");
  await bob.page.locator("#menu").tap();
  await bob.shoot("lists");
  await bob.page.locator("[data-id='#lobby']").tap();
  await ann.see("[data-id='@bob'] .badge");
  report("unread", await ann.read("[data-id='@bob'] .badge"));
  await ann.page.locator("#toast").waitFor({ state: "hidden" });
  await ann.shoot("chat");
  await bob.shoot("chat");

  await ann.page.locator("[data-id='#kitchen']").click();
  await ann.see("#title:has-text('#kitchen')");
  await ann.page.locator("#leave").click();
  await ann.see("#title:has-text('#lobby')");
  report("joined");

  await moderation();

  await ann.see("#banner:visible");
  const lost = await ann.read("#banner-text");
  await ann.say("Are you still there?");
  await ann.see(".message[data-state='waiting']");
  await Promise.all([ann.shoot("lost"), bob.shoot("lost")]);
  report("lost", lost);

  // The server has forgotten who they are.
  await Promise.all([ann, bob].map(({ see }) => see("#login")));
  await ann.logIn("ann");
  await bob.logIn("bob");
  await bob.see("#log :text('still there')");
  report("back");
  await ann.see("#subtitle:has-text('bob')");
  await ann.see(".message[data-state='delivered'], .message[data-state='sent']");
  report("together again", await ann.read("#subtitle"));
  report("sent meanwhile", await bob.read(".message:not(.own) .text"));
  await Promise.all([ann.shoot("back"), bob.shoot("back")]);
  await ann.page.getByRole("button", { name: "Log out" }).click();
  await ann.see("#message:visible");
  report("logged out", await ann.read("#message"));
  await bob.see("#subtitle:has-text('Only you')");
  report("errors", errors);
}

/** The moderator closes a room that bob opened, removes bob, and looks at the Admin UI. */
async function moderation() {
  await mod.logIn("mod");
  await mod.see("#subtitle:has-text('bob')");
  await bob.page.locator("#menu").tap();
  await bob.page.locator("#room").fill("shed");
  await bob.page.keyboard.press("Enter");
  await bob.see("#title:has-text('#shed')");
  report("moderator's buttons of others", await bob.page.locator("#moderate:visible, #admin:visible").count());
  await mod.page.locator("[data-id='#shed']").click();
  await mod.see("#title:has-text('#shed')");
  await mod.shoot("room");
  await mod.page.locator("#moderate").click();
  await bob.see("#toast:visible");
  report("closed", await bob.read("#toast"));
  await Promise.all([ann, bob, mod].map(({ page }) => page.locator("[data-id='#shed']").waitFor({ state: "detached" })));

  await mod.page.locator("[data-id='@bob']").click();
  await mod.see("#title:has-text('bob')");
  await mod.shoot("person");
  await mod.page.locator("#moderate").click();
  await bob.see(".banner.ended");
  report("removed", await bob.read("#banner-text"));
  await bob.shoot("removed");
  await ann.see("#subtitle:not(:has-text('bob'))");
  await bob.page.locator("#banner-action").tap();
  await ann.see("#subtitle:has-text('bob')");

  await mod.page.goto(new URL(await mod.page.locator("#admin").getAttribute("href"), url).href);
  await mod.see(":text('/chat')");
  await mod.page.screenshot({ path: `${screenshots}/admin-moderator.png`, animations: "disabled" });
  const path = new URL(mod.page.url()).pathname;
  await mod.page.goto(url);
  await mod.see("#me:has-text('mod')");
  await mod.page.getByRole("button", { name: "Log out" }).click();
  await mod.see("#message:visible");
  // Now the server is stopped.
  report("admin", path);
}
