// Everything that touches the Socket.IO client. The rest of the page knows neither sockets nor acknowledgements.

const ACK_TIMEOUT = 10_000;

/** What the server could not do, in words for the person; see ChatExceptionHandler. */
export class Problem extends Error {}

/**
 * One person's connection to the chat. Fires "online", "offline", "refused" and "ended", and a "received" event
 * with name and payload for whatever the server sends.
 */
export class Connection extends EventTarget {
  #socket;

  /** Whether the person is in: connected and back in all rooms. */
  online = false;

  constructor(rejoin) {
    super();
    this.#socket = io("/chat", { reconnectionDelay: 500, reconnectionDelayMax: 3000 });
    this.#socket.on("connect", () => this.#connected(rejoin));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#failed(error));
    // The acknowledgement tells the author that the message has arrived here.
    this.#socket.on("message", (message, acknowledge) => {
      this.#fire("received", { event: "message", values: [message] });
      acknowledge(true);
    });
    for (const event of ["delivered", "directory", "notice", "typing", "removed", "closed"]) {
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

  /** Comes back after the server has ended or refused the connection. */
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
