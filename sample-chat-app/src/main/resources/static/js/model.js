// The state of the page: conversations with their messages, rooms and people. Knows neither elements nor sockets.

const KEPT_MESSAGES = 200;
const TYPING_FADES_AFTER = 4_000;

/** A conversation in a room (#lobby) or with a person (@Ann). */
export class Conversation {
  entries = [];
  unread = 0;
  draft = "";
  typing = new Map();

  constructor(id) {
    this.id = id;
  }

  get isRoom() {
    return this.id.startsWith("#");
  }

  get title() {
    return this.isRoom ? this.id : this.id.slice(1);
  }
}

/** The state of the page. Fires "change" for lists and headers, "entry" for a new entry, "status" for ticks. */
export class Chat extends EventTarget {
  people = [];
  moderators = [];
  rooms = [];
  conversations = new Map();
  current = null;
  #early = new Map();

  constructor(me, mayModerate) {
    super();
    this.me = me;
    this.mayModerate = mayModerate;
  }

  get joinedRooms() {
    return [...this.conversations.keys()].filter((id) => id.startsWith("#"));
  }

  get unread() {
    return [...this.conversations.values()].reduce((sum, { unread }) => sum + unread, 0);
  }

  conversation(id) {
    let conversation = this.conversations.get(id);
    if (!conversation) {
      conversation = new Conversation(id);
      this.conversations.set(id, conversation);
    }
    return conversation;
  }

  open(id) {
    this.current = this.conversation(id);
    this.current.unread = 0;
    this.#fire("open");
    this.#fire("change");
  }

  close(id) {
    this.conversations.delete(id);
    if (this.current.id === id && this.joinedRooms.length) {
      this.open(this.joinedRooms[0]);
    }
    this.#fire("change");
  }

  markRead() {
    if (this.current?.unread) {
      this.current.unread = 0;
      this.#fire("change");
    }
  }

  list({ people, rooms }) {
    this.people = people.map(({ name }) => name);
    this.moderators = people.filter(({ moderator }) => moderator).map(({ name }) => name);
    this.rooms = rooms;
    this.#fire("change");
  }

  /** The people in a room, the user of this page first. */
  membersOf(room) {
    const people = this.rooms.find(({ name }) => name === room)?.people ?? [];
    return [...people].sort((one, other) => (other === this.me) - (one === this.me) || one.localeCompare(other));
  }

  /** Adds the messages from before the user joined, or from while the user was offline, without duplicates. */
  catchUp({ room, history }) {
    const conversation = this.conversation(room);
    const known = new Set(conversation.entries.map(({ id }) => id));
    const missed = history.filter(({ id }) => !known.has(id));
    missed.forEach((message) => this.#add(conversation, this.#entry(message)));
    const waiting = conversation.entries.filter(({ state }) => state === "waiting");
    if (missed.length && waiting.length) {
      // Messages that were written here in the meantime come after the history.
      conversation.entries = [...conversation.entries.filter((entry) => !waiting.includes(entry)), ...waiting];
      if (conversation === this.current) {
        this.#fire("open");
      }
    }
    this.#fire("change");
  }

  receive(message) {
    const conversation = this.conversation(message.to.startsWith("#") ? message.to : `@${message.from}`);
    if (conversation.entries.some(({ id }) => id === message.id)) {
      // The message was sent during the join, and the history already contains it.
      return;
    }
    this.#stopTyping(conversation, message.from);
    if (conversation !== this.current || document.hidden) {
      conversation.unread++;
    }
    this.#add(conversation, this.#entry(message));
    this.#fire("change");
  }

  /** Adds a message that was written here. Its state changes from waiting to sent to delivered, or to failed. */
  compose(conversation, text, picture) {
    const entry = this.#entry({ from: this.me, to: conversation.id, text, picture, at: new Date().toISOString() });
    this.status(entry, "waiting");
    this.#add(conversation, entry);
    return entry;
  }

  sent(entry, { id, at }) {
    entry.id = id;
    entry.at = at;
    const count = this.#early.get(id);
    this.#early.delete(id);
    entry.count = count;
    this.status(entry, count ? "delivered" : "sent");
  }

  delivered(id, count) {
    for (const conversation of this.conversations.values()) {
      const entry = conversation.entries.find((candidate) => candidate.id === id);
      if (entry) {
        entry.count = count;
        this.status(entry, count ? "delivered" : "sent");
        return;
      }
    }
    // The event may arrive before the receipt that contains the id.
    this.#early.set(id, count);
  }

  status(entry, state, problem) {
    entry.state = state;
    entry.problem = problem;
    this.dispatchEvent(new CustomEvent("status", { detail: entry }));
  }

  get waiting() {
    return [...this.conversations.values()].flatMap(({ entries }) => entries.filter(({ state }) => state === "waiting"));
  }

  /** Adds a notice from the server to all conversations. Those about presence are only added to rooms. */
  notice(notice) {
    for (const conversation of this.conversations.values()) {
      if (notice.kind !== "presence" || conversation.isRoom) {
        this.#add(conversation, { ...notice });
      }
    }
  }

  isTyping(from, to) {
    const conversation = this.conversations.get(to.startsWith("#") ? to : `@${from}`);
    if (conversation) {
      clearTimeout(conversation.typing.get(from));
      conversation.typing.set(from, setTimeout(() => this.#stopTyping(conversation, from), TYPING_FADES_AFTER));
      this.#fire("typing");
    }
  }

  #stopTyping(conversation, from) {
    clearTimeout(conversation.typing.get(from));
    if (conversation.typing.delete(from)) {
      this.#fire("typing");
    }
  }

  #entry(message) {
    return { ...message, kind: "message", own: message.from === this.me };
  }

  #add(conversation, entry) {
    conversation.entries.push(entry);
    const dropped = conversation.entries.splice(0, Math.max(0, conversation.entries.length - KEPT_MESSAGES));
    this.dispatchEvent(new CustomEvent("entry", { detail: { conversation, entry, dropped } }));
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}
