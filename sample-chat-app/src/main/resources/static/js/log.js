// The messages of the open conversation.
import { $, avatar, element, icon, time } from "./dom.js";

const GROUP_WITHIN = 5 * 60_000;

const STATES = {
  waiting: () => "Waiting to be sent",
  sent: () => "Sent",
  delivered: ({ to, count }) => to.startsWith("@") ? `Delivered to ${to.slice(1)}` : `Delivered to ${count}`,
  failed: ({ problem }) => problem,
};

/** Shows the open conversation of a chat, and calls retry(entry) to send a message again. */
export class LogView {
  #chat;
  #retry;
  #nodes = new Map();
  #urls = new Map();

  /** Whether to keep the end in view when something is added. */
  #following = true;

  constructor(chat, retry) {
    this.#chat = chat;
    this.#retry = retry;
    chat.addEventListener("open", () => this.#renderAll());
    chat.addEventListener("entry", ({ detail }) => this.#added(detail));
    chat.addEventListener("status", ({ detail }) => this.#renderState(detail));
    $("scroller").onscroll = () => {
      const { scrollHeight, scrollTop, clientHeight } = $("scroller");
      this.#following = scrollHeight - scrollTop - clientHeight < 60;
      $("newer").hidden ||= this.#following;
    };
    $("newer").onclick = () => this.#scrollToEnd();
    // The keyboard of a phone changes the available height, and a loaded picture the height of the contents.
    const resized = new ResizeObserver(() => this.#following && this.#scrollToEnd());
    resized.observe($("scroller"));
    resized.observe($("log"));
  }

  #renderAll() {
    this.#nodes.clear();
    $("log").replaceChildren();
    this.#chat.current.entries.forEach((entry, index, entries) => this.#append(entry, entries[index - 1]));
    this.#renderEmpty();
    this.#scrollToEnd();
  }

  #added({ conversation, entry, dropped }) {
    dropped.forEach((old) => this.#forget(old));
    if (conversation !== this.#chat.current) {
      return;
    }
    this.#append(entry, conversation.entries.at(-2));
    this.#renderEmpty();
    if (entry.own || this.#following) {
      this.#scrollToEnd();
    } else {
      $("newer").hidden = false;
    }
  }

  #append(entry, previous) {
    const node = entry.kind === "message" ? this.#message(entry, previous) : notice(entry);
    this.#nodes.set(entry, node);
    $("log").append(node);
    this.#renderState(entry);
  }

  #message(entry, previous) {
    const follows = previous?.kind === "message" && previous.from === entry.from
      && new Date(entry.at) - new Date(previous.at) < GROUP_WITHIN;
    const bubble = element("div", { className: entry.picture ? "bubble with-picture" : "bubble" },
      follows || entry.own ? null : element("strong", { className: "author" }, entry.from),
      entry.picture ? this.#picture(entry) : element("p", { className: "text" }, entry.text),
      element("span", { className: "meta" }, time(entry.at), element("span", { className: "state" })));
    return element("li", { className: `message${entry.own ? " own" : ""}${follows ? " follows" : ""}` },
      entry.own ? null : avatar(entry.from), bubble, element("div", { className: "problem", hidden: true }));
  }

  #picture(entry) {
    if (!this.#urls.has(entry)) {
      this.#urls.set(entry, URL.createObjectURL(new Blob([entry.picture.data], { type: entry.picture.type })));
    }
    const url = this.#urls.get(entry);
    const alt = `Picture from ${entry.own ? "you" : entry.from}`;
    const image = element("img", { src: url, alt });
    return element("button", { type: "button", className: "picture", label: "Enlarge the picture", onclick: () => view(url, alt) }, image);
  }

  #renderState(entry) {
    const node = this.#nodes.get(entry);
    if (!node || !entry.state) {
      return;
    }
    node.dataset.state = entry.state;
    const text = STATES[entry.state](entry);
    const state = node.querySelector(".state");
    state.replaceChildren(icon(entry.state), element("span", { className: "hidden" }, text));
    state.title = text;
    const problem = node.querySelector(".problem");
    problem.hidden = entry.state !== "failed";
    problem.replaceChildren(`${entry.problem ?? ""} `,
      element("button", { type: "button", className: "link", onclick: () => this.#retry(entry) }, "Send again"));
  }

  #renderEmpty() {
    const { isRoom, title, entries } = this.#chat.current;
    $("empty").hidden = entries.some(({ kind }) => kind === "message");
    const [headline, hint] = isRoom
      ? ["Nobody has said anything here yet", "Say hello! If you are alone, log in as somebody else in a private window."]
      : [`You and ${title}`, "Nobody else sees what is written here."];
    $("empty").querySelector("strong").textContent = headline;
    $("empty").querySelector("span").textContent = hint;
  }

  #forget(entry) {
    this.#nodes.get(entry)?.remove();
    this.#nodes.delete(entry);
    URL.revokeObjectURL(this.#urls.get(entry));
    this.#urls.delete(entry);
  }

  #scrollToEnd() {
    this.#following = true;
    $("newer").hidden = true;
    $("scroller").scrollTop = $("scroller").scrollHeight;
  }
}

function notice({ kind, text, at }) {
  return kind === "presence"
    ? element("li", { className: "presence" }, text)
    : element("li", { className: `notice ${kind}` }, icon(kind), element("p", {}, text), time(at));
}

function view(url, alt) {
  const image = $("viewer").querySelector("img");
  image.src = url;
  image.alt = alt;
  $("viewer").showModal();
}
