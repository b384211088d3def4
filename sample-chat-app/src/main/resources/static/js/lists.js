// The lists in the sidebar and the heading above the conversation.
import { $, avatar, element, icon } from "./dom.js";

const FACES = 5;

/** Shows rooms and people, and calls enter(id) for the chosen one. */
export class ListsView {
  #chat;
  #enter;

  constructor(chat, enter) {
    this.#chat = chat;
    this.#enter = enter;
    chat.addEventListener("change", () => this.#render());
    chat.addEventListener("typing", () => this.#renderTyping());
    chat.addEventListener("open", () => this.#renderTyping());
  }

  #render() {
    const { me, mayModerate, people, unread, current } = this.#chat;
    $("rooms").replaceChildren(...this.#roomItems());
    $("people").replaceChildren(...this.#peopleItems());
    $("people-count").textContent = people.length || "";
    $("me").replaceChildren(avatar(me), element("span", { className: "name" }, me));
    $("admin").hidden = !mayModerate;
    $("menu-badge").hidden = unread === 0;
    document.title = unread ? `(${unread}) Chat` : "Chat";
    if (current) {
      this.#renderHeading(current);
    }
  }

  #roomItems() {
    const rooms = new Map(this.#chat.rooms.map(({ name, people }) => [name, people.length]));
    this.#chat.joinedRooms.filter((id) => !rooms.has(id)).forEach((id) => rooms.set(id, 0));
    return [...rooms].map(([id, count]) => {
      const joined = this.#chat.conversations.has(id);
      const detail = element("span", { className: "count", title: `${count} in this room` }, joined ? String(count) : `Join ${count || ""}`);
      return this.#item(id, element("span", { className: "hash", ariaHidden: "true" }, "#"), id.slice(1), detail, joined ? "" : "outside");
    });
  }

  #peopleItems() {
    const { me, people, moderators, conversations } = this.#chat;
    const role = (name) => moderators.includes(name) ? element("span", { className: "count" }, "moderator") : null;
    const gone = [...conversations.keys()].filter((id) => id.startsWith("@") && !people.includes(id.slice(1)));
    return [
      ...people.filter((name) => name !== me).map((name) => this.#item(`@${name}`, avatar(name), name, role(name), "")),
      ...gone.map((id) => this.#item(id, avatar(id.slice(1)), id.slice(1), element("span", { className: "count" }, "away"), "outside")),
      ...(people.length > 1 || gone.length ? [] : [element("li", { className: "nobody" }, "Only you so far")]),
    ];
  }

  #item(id, mark, name, detail, className) {
    const unread = this.#chat.conversations.get(id)?.unread;
    const button = element("button", { type: "button", className, data: { id }, onclick: () => this.#enter(id) }, mark,
      element("span", { className: "name" }, name),
      unread ? element("span", { className: "badge", label: `${unread} unread` }, String(unread)) : detail);
    if (id === this.#chat.current?.id) {
      button.setAttribute("aria-current", "true");
    }
    return element("li", {}, button);
  }

  #renderHeading({ id, isRoom, title }) {
    const { me, mayModerate, people } = this.#chat;
    const members = isRoom ? this.#chat.membersOf(id) : [];
    $("title").textContent = title;
    $("subtitle").textContent = isRoom ? sentence(members.map((name) => name === me ? "you" : name))
      : people.includes(title) ? "Private, here now" : "Private, not here at the moment";
    $("faces").replaceChildren(...members.slice(0, FACES).map(avatar),
      ...(members.length > FACES ? [element("span", { className: "more" }, `+${members.length - FACES}`)] : []));
    $("moderate").hidden = !mayModerate || !(isRoom || people.includes(title));
    $("moderate").title = isRoom ? `Close ${title} for everybody` : `Remove ${title} from the chat`;
    $("moderate").setAttribute("aria-label", $("moderate").title);
    $("moderate").replaceChildren(icon("ban"));
    // At least one room must remain to return to.
    $("leave").hidden = isRoom && this.#chat.joinedRooms.length === 1;
    $("leave").title = isRoom ? `Leave ${title}` : "Close this conversation";
    $("leave").setAttribute("aria-label", $("leave").title);
    $("leave").replaceChildren(icon(isRoom ? "leave" : "close"));
  }

  #renderTyping() {
    const names = [...this.#chat.current?.typing.keys() ?? []];
    $("typing").textContent = names.length === 0 ? "" : names.length > 2 ? "Several people are writing…"
      : `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} writing…`;
  }
}

/** Describes the people in a room: "you, Ann and Bob are here". */
function sentence(names) {
  if (names.length === 0) {
    return "Nobody is here";
  }
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} others`] : names;
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0];
  const text = names.length === 1 && names[0] === "you" ? "Only you are here" : `${list} are here`;
  return text[0].toUpperCase() + text.slice(1);
}
