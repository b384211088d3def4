// Everything that touches the Socket.IO client. The rest of the page knows neither sockets nor acknowledgements.

const ACK_TIMEOUT = 10_000;

/** What the server could not do, in words for the person; see ChatExceptionHandler. */
export class Problem extends Error {}

/**
 * One person's connection to the chat. Fires "online", "offline", "refused" and "replaced", and a "received" event
 * with name and payload for whatever the server sends.
 */
export class Connection extends EventTarget {
  #socket;

  /** Whether the person is in: connected and back in all rooms. */
  online = false;

  constructor(name, key, rejoin) {
    super();
    // The function is asked on every attempt, also when the client reconnects by itself.
    this.#socket = io("/chat", { auth: (send) => send({ name, key }), reconnectionDelay: 500, reconnectionDelayMax: 3000 });
    this.#socket.on("connect", () => this.#connected(rejoin));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#failed(error));
    // The acknowledgement tells the author that the message has arrived here.
    this.#socket.on("message", (message, acknowledge) => {
      this.#fire("received", { event: "message", values: [message] });
      acknowledge(true);
    });
    for (const event of ["delivered", "directory", "notice", "typing"]) {
      this.#socket.on(event, (...values) => this.#fire("received", { event, values }));
    }
  }

  /** Sends an event and returns what the server answers; throws a Problem when it refuses or does not answer. */
  async ask(event, payload) {
    let answer;
    try {
      answer = await this.#socket.timeout(ACK_TIMEOUT).emitWithAck(event, payload);
    } catch {
      throw new Problem("The server did not confirm this.");
    }
    if (answer?.socketioProblem) {
      throw new Problem(answer.detail ?? answer.title);
    }
    return answer;
  }

  /** Sends an event that may get lost. */
  mention(event, payload) {
    if (this.online) {
      this.#socket.emit(event, payload);
    }
  }

  /** Comes back after another window has taken over. */
  resume() {
    this.#socket.connect();
  }

  close() {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }

  async #connected(rejoin) {
    const id = this.#socket.id;
    // After a restart the server knows nothing of this person: rooms have to be joined again.
    await rejoin();
    if (this.#socket.connected && this.#socket.id === id) {
      this.online = true;
      this.#fire("online");
    }
  }

  #disconnected(reason) {
    this.online = false;
    // The client comes back by itself unless the server has told it to leave.
    this.#fire(reason === "io server disconnect" ? "replaced" : "offline");
  }

  #failed(error) {
    this.online = false;
    if (this.#socket.active) {
      this.#fire("offline");
    } else {
      this.#fire("refused", { message: error.message, suggestion: error.data?.suggestion });
    }
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
