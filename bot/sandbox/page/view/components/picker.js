/** The list that a menu opens: chosen from by the mouse, by the arrow keys, or by typing what one looks for. */

import { avatar } from "../avatar.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "../menu.js";

const SEARCH_FROM = 9;

/**
 * Open it at `anchor`. `done(values)` is called with a choice that is new and complete: at once where one is chosen, and
 * when the list is closed where several can be. Escape leaves what was chosen before.
 */
export function openPicker(anchor, choice) {
  new Picker(anchor, choice).open();
}

class Picker {
  #anchor;
  #choice;
  #values;
  #isCancelled = false;
  #list;
  #search;
  #popup;

  constructor(anchor, choice) {
    const { label, options, chosen, most } = choice;
    this.#anchor = anchor;
    this.#choice = choice;
    this.#values = new Set(chosen);
    this.#list = h("div", { role: "listbox", "aria-label": label, "aria-multiselectable": String(most > 1) });
    const search = { class: "picker-search", placeholder: "Search", "aria-label": `Search: ${label}` };
    this.#search = h("input", { ...search, oninput: () => this.#render() });
    const parts = [options.length >= SEARCH_FROM && this.#search, this.#list, most > 1 && this.#foot()];
    this.#popup = h("div", { class: "choices picker", popover: "auto", onkeydown: (event) => this.#key(event) }, parts);
  }

  open() {
    // What is told afterwards, as `toggle` is, would come after the next click.
    this.#popup.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && this.#finish());
    this.#popup.addEventListener("toggle", ({ newState }) => newState === "closed" && this.#popup.remove());
    this.#render();
    // In a dialog only what is in it can be reached.
    (this.#anchor.closest("dialog") ?? document.body).append(this.#popup);
    this.#popup.style.minWidth = `${this.#anchor.getBoundingClientRect().width}px`;
    this.#popup.showPopover();
    place(this.#popup, this.#anchor, { isLeft: true });
    const chosen = this.#list.querySelector("[aria-selected=true]");
    (chosen ?? this.#popup.querySelector("input, [role=option]"))?.focus();
  }

  #finish() {
    const { options, chosen, least, done } = this.#choice;
    const fresh = options.map(({ value }) => value).filter((value) => this.#values.has(value));
    const isNew = fresh.length !== chosen.length || fresh.some((value) => !chosen.includes(value));
    if (!this.#isCancelled && isNew && fresh.length >= least) done(fresh);
  }

  #choose({ value }) {
    const { least, most } = this.#choice;
    const wasChosen = this.#values.delete(value);
    if (most === 1) this.#values.clear();
    // One that need not be chosen can be given back.
    if (!wasChosen || (most === 1 && least > 0)) this.#values.add(value);
    if (most === 1) this.#popup.hidePopover();
    else this.#render();
  }

  #render() {
    const focused = document.activeElement?.dataset.key;
    const wanted = this.#search.value.trim().toLowerCase();
    const fit = this.#choice.options.filter(({ label }) => label.toLowerCase().includes(wanted));
    const entries = fit.length ? fit.map((option) => this.#entry(option)) : [h("p", { class: "nothing" }, "Nothing found")];
    this.#list.replaceChildren(...entries);
    if (focused) this.#list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #entry(option) {
    const { value, label, description, emoji, user } = option;
    const isChosen = this.#values.has(value);
    const isFull = this.#choice.most > 1 && this.#values.size >= this.#choice.most;
    const face = user ? avatar(user, { className: "small" }) : emoji && h("span", { class: "emoji" }, emoji);
    const hint = description && h("span", { class: "activity" }, description);
    const attributes = {
      type: "button",
      role: "option",
      "aria-selected": String(isChosen),
      "data-key": value,
      disabled: isFull && !isChosen,
      onclick: () => this.#choose(option),
    };
    const words = h("span", { class: "two-lines" }, h("span", {}, label), hint);
    return h("button", attributes, face, words, h("span", { class: "mark" }, isChosen && icon("check")));
  }

  #foot() {
    const { least, most } = this.#choice;
    const words = least === most ? `Choose ${most}` : `Choose ${least} to ${most}`;
    const finish = { type: "button", class: "primary", onclick: () => this.#popup.hidePopover() };
    return h("div", { class: "picker-foot" }, h("span", {}, words), h("button", finish, "Done"));
  }

  /** Arrows walk through the list; a letter that is typed there goes to the search. */
  #key(event) {
    if (event.key === "Escape") {
      this.#isCancelled = true;
      event.stopPropagation();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const stops = [...this.#popup.querySelectorAll(".picker-search, [role=option]:enabled")];
      stops.at((stops.indexOf(document.activeElement) + step) % stops.length)?.focus();
      return;
    }
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && this.#search.isConnected && event.target !== this.#search) this.#search.focus();
  }
}
