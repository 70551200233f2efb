/** Asks the bot what could be typed next in an option, and remembers what it said. */

import { callName } from "./commands.js";

const PAUSE = 150;
const KEPT = 200;

export class Autocompletion {
  #ask;
  #arrived;
  #known = new Map();
  #values = new Map();
  #timer;
  #asking = null;

  /** `ask(leaf, options, focused)` resolves to the choices; `arrived()` is told that there are some. */
  constructor({ ask, arrived }) {
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** The choices for what is `typed` in an option, or null until they have come. `others` are the options beside it. */
  choices(leaf, option, typed, others) {
    const key = JSON.stringify([callName(leaf), option.key, typed, others]);
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#asking !== key) {
      this.#asking = key;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fetch(key, leaf, option, typed, others), PAUSE);
    }
    return null;
  }

  /** What the bot meant by a choice that stands in the text by its name, or undefined. */
  valueOf(leaf, option, name) {
    return this.#values.get(JSON.stringify([callName(leaf), option.key, name]));
  }

  /** Forget what was said: it may have changed. */
  clear() {
    this.#known.clear();
    this.#asking = null;
  }

  async #fetch(key, leaf, option, typed, others) {
    const choices = await this.#ask(leaf, option, typed, others).catch(() => []);
    if (this.#known.size > KEPT) this.#known.clear();
    this.#known.set(key, choices);
    for (const { name, value } of choices)
      this.#values.set(JSON.stringify([callName(leaf), option.key, name.trim()]), value);
    if (this.#asking !== key) return;
    this.#asking = null;
    this.#arrived();
  }
}
