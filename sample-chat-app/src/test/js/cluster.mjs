// Three people chat in a cluster: ann and bob on two nodes of the application behind nginx, mod on a Node.js server. Then ann's
// node is killed. Reports what they see, one JSON line each, to ClusterBrowserTests.
import { open } from "./visitors.mjs";

const [url, , screenshots, nodeServer] = process.argv.slice(2);

const errors = [];

function report(name, ...values) {
  console.log(JSON.stringify([name, ...values]));
}

const { visitor, close } = await open(url, screenshots, errors);
const desktop = { viewport: { width: 1000, height: 680 }, colorScheme: "light" };
const ann = await visitor("ann", { ...desktop, node: "one" });
const bob = await visitor("bob", { ...desktop, node: "two", colorScheme: "dark" });
const mod = await visitor("mod", { ...desktop, at: nodeServer, httpCredentials: { username: "mod", password: "mod" } });
const all = [ann, bob, mod];
report("visiting");
try {
  await play();
} catch (error) {
  console.log(error.stack);
  await Promise.all(all.map(({ shoot }) => shoot("cluster-failure")));
  process.exitCode = 1;
} finally {
  await close();
}

async function choose({ page, see }, id) {
  await page.locator(`[data-id='${id}']`).click();
  await see(`[data-id='${id}'][aria-current]`);
}

async function play() {
  await ann.logIn("ann");
  await bob.logIn("bob");
  await Promise.all(all.map(({ see }) => see("#title:has-text('#lobby')")));
  report("logged in");
  await Promise.all([[ann, "bob and mod"], [bob, "ann and mod"], [mod, "ann and bob"]]
    .map(([{ see }, others]) => see(`#subtitle:has-text('You, ${others} are here')`)));
  report("together", ...await Promise.all(all.map(({ read }) => read("#subtitle"))));

  await ann.say("Is everybody here?");
  await Promise.all([bob, mod].map(({ see }) => see("#log :text('everybody here')")));
  await ann.see(".message[data-state='delivered']");
  report("delivered", await ann.page.locator(".message .state").last().getAttribute("title"));
  await mod.say("I am, on the Node.js server.");
  await Promise.all([ann, bob].map(({ see }) => see("#log :text('Node.js server')")));
  await mod.see(".message[data-state='delivered']");
  report("delivered for Node.js", await mod.page.locator(".message .state").last().getAttribute("title"));

  await bob.page.locator("#text").pressSequentially("So am I");
  await Promise.all([ann, mod].map(({ see }) => see("#typing:has-text('bob is writing')")));
  await bob.page.locator("#text").fill("");

  await choose(bob, "@ann");
  await bob.say("Psst: I bring the cake.");
  await bob.see(".message[data-state='delivered']");
  report("private", await bob.page.locator(".message .state").last().getAttribute("title"));
  await ann.see("[data-id='@bob'] .badge");
  await choose(ann, "@bob");
  report("read", await ann.read(".message:not(.own) .text"));
  await ann.say("And I bring the candles.");
  await bob.see("#log :text('candles')");
  await Promise.all([ann, bob].map(({ shoot }) => shoot("cluster-private")));
  await choose(mod, "@ann");
  await mod.say("Do you plan something?");
  await ann.see("[data-id='@mod'] .badge");
  await choose(ann, "#lobby");
  await choose(bob, "#lobby");
  await choose(mod, "#lobby");

  // A room that is opened on one node exists on all.
  await ann.page.locator("#room").fill("party");
  await ann.page.keyboard.press("Enter");
  await ann.see("#title:has-text('#party')");
  await ann.say("Cake at four.");
  for (const guest of [bob, mod]) {
    await choose(guest, "#party");
    await guest.see("#log :text('at four')");
    report("history", await guest.read(".message .text"));
  }
  for (const one of all) {
    await choose(one, "#lobby");
  }
  await Promise.all(all.map(({ shoot }) => shoot("cluster-chat")));
  report("talked");

  // Now ann's node is killed. The other one does not know ann's session.
  await ann.see("#login");
  await ann.shoot("cluster-login");
  await bob.say("Where is ann?");
  await mod.see("#log :text('Where is ann')");
  await ann.logIn("ann");
  await ann.see("#log :text('Where is ann')");
  await ann.see("#subtitle:has-text('bob')");
  await bob.see("#subtitle:has-text('ann')");
  report("back", ...await Promise.all(all.map(({ read }) => read("#subtitle"))));
  report("what was said", ...await ann.page.locator(".message .text").allInnerTexts());
  await choose(ann, "@bob");
  await ann.say("Cake is saved.");
  await ann.see(".message[data-state='delivered']");
  report("private again", await ann.page.locator(".message .state").last().getAttribute("title"));
  await choose(ann, "#lobby");
  await Promise.all(all.map(({ shoot }) => shoot("cluster-back")));
  report("errors", errors);
}
