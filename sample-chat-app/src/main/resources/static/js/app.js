// Connects the parts of the page: the session of the user, the connection, the model and its views.
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { $ } from "./dom.js";
import { ListsView } from "./lists.js";
import { LogView } from "./log.js";
import { Chat } from "./model.js";

const FIRST_ROOM = "#lobby";

/** Keeps the rooms and the waiting messages of this window, for a reload and for the next login. */
const session = {
  load: (name) => {
    const saved = JSON.parse(sessionStorage.getItem("chat") ?? "{}");
    return saved.name === name ? saved : {};
  },
  save: (value) => sessionStorage.setItem("chat", JSON.stringify(value)),
  clear: () => sessionStorage.removeItem("chat"),
};

/** Fetches the user of the page and the CSRF token for its forms. */
const account = async () => (await fetch("account")).json();

function start({ name, moderator }) {
  const { rooms = [FIRST_ROOM], open = FIRST_ROOM, waiting = [] } = session.load(name);
  const chat = new Chat(name, moderator);
  rooms.forEach((room) => chat.conversation(room));
  waiting.forEach(({ to, text }) => chat.compose(chat.conversation(to), text));

  const connection = new Connection(async () => {
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

  /** Opens a conversation. If it is a room that the user is not in, joins it first. */
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

  /** Sends a message, now or as soon as the connection is restored. */
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

  async function moderate() {
    const { id, isRoom, title } = chat.current;
    try {
      await (isRoom ? connection.ask("close", { room: id }) : connection.ask("remove", { name: title }));
    } catch (problem) {
      toast(problem.message);
    }
  }

  /** Opens the login page if the server no longer knows the session, after a logout elsewhere or a restart. */
  async function isKnown() {
    try {
      const known = (await account()).name === name;
      if (!known) {
        location.reload();
      }
      return known;
    } catch {
      // The server does not answer. The client tries again.
      return true;
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
    removed: (by) => removedBy = by,
    closed: (room, by) => {
      chat.close(room);
      toast(`${by} has closed ${room}.`);
      if (chat.joinedRooms.length === 0) {
        enter(FIRST_ROOM);
      }
    },
  };
  connection.addEventListener("received", ({ detail: { event, values } }) => receive[event](...values));

  let wasOnline = false;
  let removedBy = null;
  connection.addEventListener("online", () => {
    removedBy = null;
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
    banner("lost", wasOnline ? "Connection lost. Reconnecting…" : "Connecting…");
    isKnown();
  });
  connection.addEventListener("refused", ({ detail }) => comeBack(`The server refuses the connection: ${detail}.`, "Try again"));
  connection.addEventListener("ended", async () => {
    if (await isKnown()) {
      comeBack(...removedBy ? [`${removedBy} has removed you.`, "Come back"] : ["You have opened the chat in another window.", "Use this one"]);
    }
  });

  function comeBack(text, action) {
    banner("ended", text, action, () => {
      banner("lost", "Reconnecting…");
      connection.resume();
    });
  }

  const save = () => session.save({
    name,
    rooms: chat.joinedRooms,
    open: chat.current?.id,
    waiting: chat.waiting.filter(({ text }) => text).map(({ to, text }) => ({ to, text })),
  });
  chat.addEventListener("change", save);
  chat.addEventListener("status", save);

  $("open-room").onsubmit = (event) => {
    event.preventDefault();
    const room = $("room").value.trim().toLowerCase().replace(/^#/, "").replace(/\s+/g, "-");
    $("room").value = "";
    if (room) {
      enter(`#${room}`);
    }
  };
  $("leave").onclick = leave;
  $("moderate").onclick = moderate;
  $("log-out").onsubmit = async (event) => {
    event.preventDefault();
    const { csrf } = await account();
    connection.close();
    session.clear();
    Object.assign($("log-out").querySelector("input"), { name: csrf.parameterName, value: csrf.token });
    $("log-out").submit();
  };
  document.onvisibilitychange = () => {
    if (!document.hidden) {
      chat.markRead();
    }
  };
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

/** On a phone the lists cover the conversation. */
function showLists(open) {
  $("chat").classList.toggle("lists-open", open);
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) {
    $("close-menu").focus();
  }
}

/** Except on a phone, where the keyboard would cover half of the conversation. */
function focusText() {
  if (matchMedia("(hover: hover)").matches) {
    $("text").focus();
  }
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
  // A click beside the picture.
  if (event.target === $("viewer")) {
    $("viewer").close();
  }
});

start(await account());
$("chat").hidden = false;
