// The form in which people write messages and choose, paste or drop pictures.
import { $ } from "./dom.js";
import { preparePicture } from "./pictures.js";

const SAY_TYPING_EVERY = 2_000;

/** Calls the actions text(conversation, text), picture(conversation, picture), typing(conversation) and problem(message). */
export class Composer {
  #chat;
  #actions;
  #shown = null;
  #saidTyping = 0;

  constructor(chat, actions) {
    this.#chat = chat;
    this.#actions = actions;
    chat.addEventListener("open", () => this.#swapDrafts());
    $("composer").onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    $("text").onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    };
    $("text").oninput = () => this.#typed();
    $("text").onpaste = (event) => this.#takeFiles(event, event.clipboardData.files);
    $("file").onchange = () => {
      this.#send([...$("file").files]);
      $("file").value = "";
    };
    const target = document.querySelector(".conversation");
    target.ondragover = (event) => event.preventDefault();
    target.ondrop = (event) => this.#takeFiles(event, event.dataTransfer.files);
  }

  #submit() {
    const text = $("text").value.trim();
    // Keep the text while no conversation is open.
    if (text && this.#chat.current) {
      this.#actions.text(this.#chat.current, text);
      $("text").value = "";
      this.#saidTyping = 0;
      this.#resize();
    }
    $("text").focus();
  }

  #typed() {
    this.#resize();
    if (this.#chat.current && $("text").value.trim() && Date.now() - this.#saidTyping > SAY_TYPING_EVERY) {
      this.#saidTyping = Date.now();
      this.#actions.typing(this.#chat.current);
    }
  }

  #takeFiles(event, files) {
    if (files.length) {
      event.preventDefault();
      this.#send([...files]);
    }
  }

  async #send(files) {
    const conversation = this.#chat.current;
    for (const file of conversation ? files : []) {
      try {
        this.#actions.picture(conversation, await preparePicture(file));
      } catch (error) {
        this.#actions.problem(error.message);
      }
    }
  }

  #swapDrafts() {
    const { current } = this.#chat;
    if (this.#shown !== current) {
      if (this.#shown) {
        this.#shown.draft = $("text").value;
        $("text").value = current.draft;
      }
      this.#shown = current;
    }
    $("text").placeholder = `Write to ${current.title}`;
    this.#resize();
  }

  #resize() {
    $("text").style.height = "auto";
    $("text").style.height = `${$("text").scrollHeight}px`;
  }
}
