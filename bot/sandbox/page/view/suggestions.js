/** The list above the box: what could be completed, and which of it is chosen. */

import { avatar } from "./avatar.js";
import { h } from "./dom.js";

export class Suggestions {
  #root;
  #choose;
  #offer = null;
  #selected = -1;

  /** `choose(item, offer)` is called for a clicked item. */
  constructor(root, { choose }) {
    this.#root = root;
    this.#choose = choose;
  }

  get isOpen() {
    return this.#offer !== null;
  }

  /** The id of the chosen option's element, for aria-activedescendant. */
  get activeId() {
    return this.#selected < 0 ? null : `suggestion-${this.#selected}`;
  }

  get selected() {
    return this.#offer?.items[this.#selected] ?? null;
  }

  get offer() {
    return this.#offer;
  }

  show(offer) {
    const isSame = JSON.stringify(offer?.items) === JSON.stringify(this.#offer?.items);
    this.#offer = offer;
    if (!isSame) this.#selected = offer && !offer.passive ? 0 : -1;
    this.#render();
  }

  hide() {
    this.show(null);
  }

  move(step) {
    const count = this.#offer.items.length;
    this.#selected = (Math.max(this.#selected, step < 0 ? 0 : -1) + step + count) % count;
    this.#render();
  }

  #render() {
    this.#root.hidden = !this.#offer;
    if (!this.#offer) return;
    const items = this.#offer.items.map((item, index) => this.#option(item, index));
    const list = h("ul", { role: "listbox", id: "suggestions", "aria-label": this.#offer.title }, items);
    this.#root.replaceChildren(h("div", { class: "caption" }, this.#offer.title), list);
    this.#root.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #option(item, index) {
    const attributes = {
      role: "option",
      id: `suggestion-${index}`,
      class: "suggestion",
      "aria-selected": String(index === this.#selected),
      // A click would take the focus out of the box first.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => this.#choose(item, this.#offer),
    };
    const options = item.options?.map((name) => h("span", { class: "option-chip" }, name));
    const first = h(
      "span",
      { class: "suggestion-line" },
      h("span", { class: "suggestion-label" }, item.label),
      options,
    );
    const words = h(
      "span",
      { class: "two-lines" },
      first,
      item.detail && h("span", { class: "activity" }, item.detail),
    );
    const face = item.user && avatar(item.user, { className: "tiny" });
    return h("li", attributes, face, words, item.aside && h("span", { class: "aside" }, item.aside));
  }
}
