/** The messages of one channel in order, and those that are still on their way to it. */

export class Timeline {
  /** False until the newest part of the channel's history was asked for and came. */
  loaded = false;
  /** True once there is nothing older to ask for. */
  complete = false;
  #messages = [];
  #waiting = [];

  /** Everything to show, oldest first; what is still being sent comes last. */
  list() {
    return [...this.#messages, ...this.#waiting];
  }

  get isEmpty() {
    return this.#messages.length + this.#waiting.length === 0;
  }

  get oldestId() {
    return this.#messages[0]?.id;
  }

  find(id) {
    return this.#messages.find((message) => message.id === id) ?? this.#waiting.find((message) => message.id === id);
  }

  /** Add a message at its place, or replace the one with its id. */
  put(message) {
    const place = this.#messages.findLastIndex((other) => !isOlder(message, other));
    if (this.#messages[place]?.id === message.id) this.#messages[place] = message;
    else this.#messages.splice(place + 1, 0, message);
    if (message.nonce) this.settle(message.nonce);
  }

  remove(id) {
    this.#messages = this.#messages.filter((message) => message.id !== id);
    this.#waiting = this.#waiting.filter((message) => message.id !== id);
  }

  wait(message) {
    this.#waiting.push(message);
  }

  waitingFor(nonce) {
    return this.#waiting.find((message) => message.nonce === String(nonce));
  }

  settle(nonce) {
    this.#waiting = this.#waiting.filter((message) => message.nonce !== String(nonce));
  }
}

/** Snowflakes of one length compare as strings, and a longer one is newer. */
function isOlder(a, b) {
  return a.id.length === b.id.length ? a.id < b.id : a.id.length < b.id.length;
}
