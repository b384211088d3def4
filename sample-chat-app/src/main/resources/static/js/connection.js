// The only module that uses the Socket.IO client. The rest of the page knows neither sockets nor acknowledgements.

const ACK_TIMEOUT = 10_000;

/** A failure that the server reports, with a message for the user; see ChatExceptionHandler. */
export class Problem extends Error {}

/**
 * One person's connection to the chat. Fires "online", "offline", "refused" and "ended", and a "received" event
 * with name and payload for each event from the server.
 */
export class Connection extends EventTarget {
  #socket;

  /** Whether the user is connected and has rejoined all rooms. */
  online = false;

  constructor(rejoin) {
    super();
    this.#socket = io("/chat", { reconnectionDelay: 500, reconnectionDelayMax: 3000 });
    this.#socket.on("connect", () => this.#connected(rejoin));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#failed(error));
    // The acknowledgement informs the author that the message has arrived here.
    this.#socket.on("message", (message, acknowledge) => {
      this.#fire("received", { event: "message", values: [message] });
      acknowledge(true);
    });
    for (const event of ["delivered", "directory", "notice", "typing", "removed", "closed"]) {
      this.#socket.on(event, (...values) => this.#fire("received", { event, values }));
    }
  }

  /** Sends an event and returns the answer of the server. Throws a Problem if the server refuses or does not answer. */
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

  /** Connects again after the server has closed or refused the connection. */
  resume() {
    this.#socket.connect();
  }

  close() {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }

  async #connected(rejoin) {
    const id = this.#socket.id;
    // After a restart the server does not know the rooms of this user, so join them again.
    await rejoin();
    if (this.#socket.connected && this.#socket.id === id) {
      this.online = true;
      this.#fire("online");
    }
  }

  #disconnected(reason) {
    this.online = false;
    // The client reconnects automatically unless the server has disconnected it.
    this.#fire(reason === "io server disconnect" ? "ended" : "offline");
  }

  #failed(error) {
    this.online = false;
    this.#fire(this.#socket.active ? "offline" : "refused", error.message);
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
