// A user logs in, and pages use the user's cookie in Chromium: one of the server, and one of another origin of the same site,
// to which the browser sends the cookie as well. Reports whose connection each gets, one JSON line each.
import { launch } from "./browser.mjs";
import { args, report } from "./client.mjs";

const [url] = process.argv.slice(2);
const [foreign] = args;

const browser = await launch();
const context = await browser.newContext();
const page = await context.newPage();
page.setDefaultTimeout(20_000);

/** In the page: who a WebSocket belongs to. */
function byWebSocket(server) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    socket.onclose = () => resolve("refused");
    socket.onmessage = ({ data }) => {
      if (data.startsWith("0")) {
        socket.send("40");
      } else if (data.startsWith("40")) {
        socket.send('420["who"]');
      } else if (data.startsWith("430")) {
        resolve(JSON.parse(data.slice(3))[0]);
        socket.close();
      }
    };
  });
}

/** In the page: who a session by polling belongs to, and its id. */
async function byPolling(server) {
  try {
    const endpoint = `${server}/socket.io/?EIO=4&transport=polling`;
    const send = (sid, ...packets) => fetch(`${endpoint}&sid=${sid}`,
      { method: "POST", credentials: "include", body: packets.join("\x1e") });
    const opened = await fetch(endpoint, { credentials: "include" });
    const { sid } = JSON.parse((await opened.text()).slice(1));
    await send(sid, "40", '420["who"]');
    for (;;) {
      const packets = (await (await fetch(`${endpoint}&sid=${sid}`, { credentials: "include" })).text()).split("\x1e");
      const answer = packets.find((packet) => packet.startsWith("430"));
      if (answer) {
        return [JSON.parse(answer.slice(3))[0], sid];
      }
    }
  } catch {
    return ["refused"];
  }
}

/** In the page: whether a script element may open a session of the old revision. */
function byScript(server) {
  return new Promise((resolve) => {
    window.___eio = [() => resolve("opened")];
    const script = document.createElement("script");
    script.onerror = () => resolve("refused");
    script.src = `${server}/socket.io/?EIO=3&transport=polling&b64=1&j=0`;
    document.head.append(script);
  });
}

/** In the page: how many forms have sent their event in a session. */
async function forged([server, sid]) {
  const session = `${server}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
  await fetch(session, { method: "POST", body: '421["forged"]' });
  for (;;) {
    const response = await fetch(session);
    const answer = (await response.text()).split("\x1e").find((packet) => packet.startsWith("431"));
    if (!response.ok) {
      return response.status;
    }
    if (answer) {
      return JSON.parse(answer.slice(3))[0];
    }
  }
}

/** Submits a form that sends an event in a session of the user, and answers with the status. */
async function byForm(sid) {
  const answered = page.waitForNavigation();
  await page.evaluate((action) => {
    // The policy of the login page would hide the origin.
    document.head.append(Object.assign(document.createElement("meta"), { name: "referrer", content: "origin" }));
    const form = document.createElement("form");
    Object.assign(form, { method: "POST", enctype: "text/plain", action });
    const field = document.createElement("input");
    // The line break that the browser adds becomes part of another packet.
    Object.assign(field, { name: '42["forge","', value: '"]\x1e6' });
    form.append(field);
    document.body.append(form);
    form.submit();
  }, `${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`);
  return (await answered).status();
}

async function attack(origin, sid) {
  await page.goto(`${origin}/login`);
  const [polling, ownSid] = await page.evaluate(byPolling, url);
  const results = { webSocket: await page.evaluate(byWebSocket, url), polling, script: await page.evaluate(byScript, url),
    form: await byForm(sid ?? ownSid) };
  report(origin === url ? "own" : "foreign", results);
  return ownSid;
}

try {
  const form = await (await context.request.get(`${url}/login`)).text();
  const [, token] = /name="_csrf"[^>]* value="([^"]+)"/.exec(form);
  await context.request.post(`${url}/login`,
    { form: { username: "ann", password: "password", _csrf: token }, maxRedirects: 0 });
  report("logged in");
  const sid = await attack(url);
  await attack(foreign, sid);
  await page.goto(`${url}/login`);
  report("forged", await page.evaluate(forged, [url, sid]));
} catch (error) {
  console.log(error.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
}
