// Puts the page together: the person's session, the connection, the model and its views.
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { $ } from "./dom.js";
import { ListsView } from "./lists.js";
import { LogView } from "./log.js";
import { Chat } from "./model.js";

const FIRST_ROOM = "#lobby";

/** Who one is, for as long as the window is open: a reload does not ask again. */
const session = {
  load: () => JSON.parse(sessionStorage.getItem("chat") ?? "null"),
  save: (value) => sessionStorage.setItem("chat", JSON.stringify(value)),
  clear: () => sessionStorage.removeItem("chat"),
};

function start({ name, key, rooms = [FIRST_ROOM], open = FIRST_ROOM }) {
  const chat = new Chat(name);
  rooms.forEach((room) => chat.conversation(room));

  const connection = new Connection(name, key, async () => {
    for (const room of chat.joinedRooms) {
      await join(room);
    }
  });

  async function join(room) {
    try {
      chat.catchUp(await connection.ask("join", { room }));
      return true;
    } catch (problem) {
      toast(problem.message);
      return false;
    }
  }

  /** Opens a conversation, and joins it first when it is a room one is not in. */
  async function enter(id) {
    showLists(false);
    if (id.startsWith("@") || chat.conversations.has(id) || await join(id)) {
      chat.open(id);
      focusText();
    }
  }

  async function leave() {
    const { id, isRoom } = chat.current;
    try {
      if (isRoom) {
        await connection.ask("leave", { room: id });
      }
      chat.close(id);
    } catch (problem) {
      toast(problem.message);
    }
  }

  /** Sends what was written, now or as soon as the connection is back. */
  async function deliver(entry) {
    chat.status(entry, "waiting");
    if (!connection.online) {
      return;
    }
    const { to, text, picture } = entry;
    try {
      chat.sent(entry, await connection.ask(picture ? "picture" : "message", picture ? { to, picture } : { to, text }));
    } catch (problem) {
      chat.status(entry, "failed", problem.message);
    }
  }

  new LogView(chat, deliver);
  new ListsView(chat, enter);
  new Composer(chat, {
    text: (conversation, text) => deliver(chat.compose(conversation, text)),
    picture: (conversation, picture) => deliver(chat.compose(conversation, "", picture)),
    typing: ({ id }) => connection.mention("typing", { to: id }),
    problem: toast,
  });

  const receive = {
    directory: (listing) => chat.list(listing),
    message: (message) => chat.receive(message),
    delivered: (id, count) => chat.delivered(id, count),
    typing: (from, to) => chat.isTyping(from, to),
    notice: (notice) => chat.notice(notice),
  };
  connection.addEventListener("received", ({ detail: { event, values } }) => receive[event](...values));

  let wasOnline = false;
  connection.addEventListener("online", () => {
    $("welcome").hidden = true;
    $("chat").hidden = false;
    localStorage.setItem("chat-name", name);
    if (!wasOnline) {
      $("banner").hidden = true;
      chat.open(chat.conversations.has(open) ? open : chat.joinedRooms[0]);
      focusText();
    } else {
      banner("back", "You are back.");
    }
    wasOnline = true;
    chat.waiting.forEach(deliver);
  });
  connection.addEventListener("offline", () => {
    if (wasOnline) {
      banner("lost", "Connection lost. Reconnecting…");
    } else {
      refuse("The server does not answer. Still trying…");
      banner("lost", "Connecting…");
    }
  });
  connection.addEventListener("replaced", () => banner("replaced", "You have come in from another window.", "Use this one", () => {
    banner("lost", "Reconnecting…");
    connection.resume();
  }));
  connection.addEventListener("refused", ({ detail: { message, suggestion } }) => {
    connection.close();
    session.clear();
    welcome(name, message, suggestion);
  });
  chat.addEventListener("change", () => session.save({ name, key, rooms: chat.joinedRooms, open: chat.current?.id }));

  $("open-room").onsubmit = (event) => {
    event.preventDefault();
    const room = $("room").value.trim().toLowerCase().replace(/^#/, "").replace(/\s+/g, "-");
    $("room").value = "";
    if (room) {
      enter(`#${room}`);
    }
  };
  $("leave").onclick = leave;
  $("sign-out").onclick = () => {
    connection.close();
    session.clear();
    location.reload();
  };
  document.onvisibilitychange = () => {
    if (!document.hidden) {
      chat.markRead();
    }
  };
}

function welcome(name, refusal, suggestion) {
  $("chat").hidden = true;
  $("welcome").hidden = false;
  $("name").value = name ?? "";
  $("enter").querySelector(".primary").disabled = false;
  refuse(refusal);
  $("suggestion").hidden = !suggestion;
  $("suggestion").textContent = suggestion ? `Come in as “${suggestion}”` : "";
  $("suggestion").onclick = () => {
    $("name").value = suggestion;
    $("enter").requestSubmit();
  };
  $("enter").onsubmit = (event) => {
    event.preventDefault();
    refuse("");
    $("enter").querySelector(".primary").disabled = true;
    start({ name: $("name").value.trim(), key: randomKey() });
  };
  $("name").focus();
  $("name").select();
}

function refuse(message) {
  $("refusal").textContent = message ?? "";
  $("refusal").hidden = !message;
}

let bannerTimer;

function banner(kind, text, action, act) {
  clearTimeout(bannerTimer);
  $("banner").className = `banner ${kind}`;
  $("banner-text").textContent = text;
  $("banner").hidden = false;
  $("banner-action").hidden = !action;
  $("banner-action").textContent = action ?? "";
  $("banner-action").onclick = act ?? null;
  if (kind === "back") {
    bannerTimer = setTimeout(() => $("banner").hidden = true, 2_500);
  }
}

let toastTimer;

function toast(text) {
  clearTimeout(toastTimer);
  $("toast").textContent = text;
  $("toast").hidden = false;
  toastTimer = setTimeout(() => $("toast").hidden = true, 6_000);
}

/** On a phone the lists lie over the conversation. */
function showLists(open) {
  $("chat").classList.toggle("lists-open", open);
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) {
    $("close-menu").focus();
  }
}

/** Not on a phone, where the keyboard would cover half of the conversation. */
function focusText() {
  if (matchMedia("(hover: hover)").matches) {
    $("text").focus();
  }
}

function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

$("menu").onclick = () => showLists(true);
$("close-menu").onclick = () => showLists(false);
$("shade").onclick = () => showLists(false);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    showLists(false);
  }
});
$("viewer").addEventListener("click", (event) => {
  // Beside the picture.
  if (event.target === $("viewer")) {
    $("viewer").close();
  }
});

const saved = session.load();
if (saved) {
  $("chat").hidden = false;
  start(saved);
} else {
  welcome(localStorage.getItem("chat-name"));
}
