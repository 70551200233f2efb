/** The line across the top while the gateway is away. */

import { h } from "./dom.js";

const WORDS = {
  connecting: "Connecting…",
  lost: "Connection lost. Reconnecting… What you see may be out of date.",
  refused: "This sandbox was started anew.",
};

export class Banner {
  #root;
  #status;

  constructor(root) {
    this.#root = root;
  }

  show(status) {
    // Saying the same again would have it read aloud at every new attempt.
    if (status === this.#status) return;
    this.#status = status;
    const words = WORDS[status];
    this.#root.hidden = !words;
    this.#root.className = `banner banner-${status}`;
    const reload =
      status === "refused" &&
      h("button", { type: "button", class: "plain", onclick: () => location.reload() }, "Load it");
    this.#root.replaceChildren(...[words, reload].filter(Boolean));
  }
}
