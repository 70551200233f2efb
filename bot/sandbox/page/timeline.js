/** The messages of one channel in order, those that are still on their way to it included. */

export class Timeline {
  /** False until the newest part of the channel's history was asked for and came. */
  loaded = false;
  /** True once there is nothing older to ask for. */
  complete = false;
  #messages = [];

  /** Everything to show, oldest first. */
  list() {
    return [...this.#messages];
  }

  get isEmpty() {
    return this.#messages.length === 0;
  }

  /** The oldest message that the server knows. */
  get oldestId() {
    return this.#messages.find(({ waiting }) => !waiting)?.id;
  }

  find(id) {
    return this.#messages.find((message) => message.id === id);
  }

  /** Add a message at its place, or replace the one with its id. It takes the place of what waited for it. */
  put(message) {
    if (message.nonce && !message.waiting) this.settle(message.nonce);
    const place = this.#messages.findLastIndex((other) => !isOlder(message, other));
    if (this.#messages[place]?.id === message.id) this.#messages[place] = message;
    else this.#messages.splice(place + 1, 0, message);
  }

  remove(id) {
    this.#messages = this.#messages.filter((message) => message.id !== id);
  }

  /** The message that was sent with the nonce and has not come back yet. */
  waitingFor(nonce) {
    return this.#messages.find((message) => message.waiting && message.nonce === String(nonce));
  }

  settle(nonce) {
    const message = this.waitingFor(nonce);
    if (message) this.remove(message.id);
  }
}

/** Snowflakes of one length compare as strings, and a longer one is newer. */
function isOlder(a, b) {
  return a.id.length === b.id.length ? a.id < b.id : a.id.length < b.id.length;
}
