/** The box to write in: a text area over a mirror that shows mentions and commands as pills. */

import { completionsAt } from "../completions.js";
import { Attaching } from "./attaching.js";
import { dots, h, isComposing } from "./dom.js";
import { icon } from "./icons.js";
import { caretIn, mirrored } from "./mirror.js";
import { Suggestions } from "./suggestions.js";

/** The most characters of a message. */
export const LONGEST = 2000;
const SHOW_COUNT_FROM = 1800;
// What stays free over and under the line of the caret.
const EDGE = 11;

export class Composer {
  #text;
  #attaching;
  #mirror = h("div", { class: "mirror", "aria-hidden": "true" });
  #scroller;
  #count = h("span", { class: "characters", "aria-live": "off" });
  #mode = h("div", { class: "mode", hidden: true });
  #notice = h("div", { class: "notice", role: "status" });
  #typing = h("span", { class: "typing", "aria-live": "off" });
  #suggestions;
  #actions;
  /** `{commands, known, remote}`: what can be called and named in the open channel, and who knows more. */
  #vocabulary = { commands: [], known: [], remote: null };

  /** `actions`: submit(text), cancelMode(), editLast(), typing(). */
  constructor(root, actions) {
    this.#actions = actions;
    // The box stands in the page from the beginning, so that nothing is lost that is typed while the rest comes.
    this.#text = root.querySelector("#box");
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("click", () => this.#complete());
    this.#text.addEventListener("blur", () => this.#hideSuggestions());
    this.#text.addEventListener("paste", (event) => this.#paste(event));
    const hadFocus = document.activeElement === this.#text;
    this.#attaching = new Attaching({ say: (...words) => this.say(...words), focus: () => this.focus() });
    const popup = h("div", { class: "suggestions", hidden: true });
    this.#suggestions = new Suggestions(popup, { choose: (item, offer) => this.#insert(item, offer) });
    const send = h(
      "button",
      { type: "button", class: "icon-button send", "aria-label": "Send", onclick: () => this.#submit() },
      icon("send"),
    );
    const layers = h("div", { class: "field-layers" }, this.#mirror, this.#text);
    this.#scroller = h("div", { class: "field-scroller" }, layers);
    const foot = h(
      "div",
      { class: "foot" },
      this.#typing,
      h("span", { class: "sandbox-note" }, "A sandbox on this computer, not Discord"),
    );
    const box = h("div", { class: "box" }, this.#attaching.button, this.#scroller, this.#count, send);
    root.replaceChildren(popup, this.#notice, this.#mode, this.#attaching.tray, box, foot);
    this.#changed();
    if (hadFocus) this.focus();
  }

  get files() {
    return this.#attaching.files;
  }

  /** Put files beside the text, in the place of those that were there. */
  hold(files) {
    this.#attaching.set(files);
  }

  attach(files) {
    this.#attaching.add(files);
    this.focus();
  }

  get text() {
    return this.#text.value;
  }

  /** Put `text` into the box with the caret at its end. */
  write(text) {
    this.#text.value = text;
    this.#text.setSelectionRange(text.length, text.length);
    this.#changed();
    this.#showCaret();
    this.#hideSuggestions();
  }

  focus() {
    this.#text.focus();
  }

  setPlaceholder(words) {
    this.#text.placeholder = words;
    this.#text.setAttribute("aria-label", words);
  }

  learn(vocabulary) {
    const isNewCommands = vocabulary.commands !== this.#vocabulary.commands;
    this.#vocabulary = vocabulary;
    this.#changed();
    // Whoever typed "/" before the commands had come is shown them now.
    if (isNewCommands && this.text.startsWith("/")) this.#complete();
  }

  /** Say over the box that the text is a reply or an edit; null when it is neither. */
  showMode(words) {
    this.#mode.hidden = !words;
    if (!words) return;
    const cancel = { type: "button", class: "icon-button", "aria-label": "Cancel", title: "Cancel (Escape)" };
    this.#mode.replaceChildren(
      h("span", {}, words),
      h("button", { ...cancel, onclick: () => this.#actions.cancelMode() }, icon("close")),
    );
  }

  /** A sentence over the box; `kind` is "hint" or "problem". An empty one takes it away. */
  say(sentence, kind = "hint") {
    this.#notice.className = `notice ${kind}`;
    this.#notice.replaceChildren(...(sentence ? [icon(kind === "hint" ? "hint" : "warning"), sentence] : []));
  }

  showTyping(names) {
    const verb = names.length === 1 ? "is" : "are";
    const who = names.length > 3 ? "Several people" : names.join(", ");
    this.#typing.replaceChildren(...(names.length ? [dots(), h("b", {}, who), ` ${verb} typing…`] : []));
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  #typed() {
    this.say("");
    this.#changed();
    this.#showCaret();
    this.#complete();
    if (this.text && !this.text.startsWith("/")) this.#actions.typing();
  }

  #changed() {
    this.#mirror.replaceChildren(...mirrored(this.text, this.#vocabulary));
    const length = [...this.text].length;
    this.#count.textContent = length >= SHOW_COUNT_FROM ? String(LONGEST - length) : "";
    this.#count.classList.toggle("too-many", length > LONGEST);
  }

  /** The box grows with its mirror, which is after the browser has looked for the caret. */
  #showCaret() {
    const caret = caretIn(this.#mirror, this.#text.selectionEnd);
    const view = this.#scroller.getBoundingClientRect();
    if (caret.bottom > view.bottom) this.#scroller.scrollTop += caret.bottom - view.bottom + EDGE;
    else if (caret.top < view.top) this.#scroller.scrollTop -= view.top - caret.top + EDGE;
  }

  /** What could be offered may have changed. */
  completeAgain() {
    if (document.activeElement === this.#text && this.text.startsWith("/")) this.#complete();
  }

  #complete() {
    this.#suggestions.show(completionsAt(this.text, this.#text.selectionStart, this.#vocabulary));
    this.#showActive();
  }

  #showActive() {
    const { isOpen, activeId } = this.#suggestions;
    this.#text.setAttribute("aria-expanded", String(isOpen));
    if (activeId) this.#text.setAttribute("aria-activedescendant", activeId);
    else this.#text.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (isComposing(event)) return;
    if (this.#suggestions.isOpen && this.#suggestionKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && !this.text) {
      event.preventDefault();
      this.#actions.editLast();
    }
  }

  /** True where the key belonged to the list of suggestions. */
  #suggestionKey(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    const chosen = this.#suggestions.selected;
    if (event.key in steps) this.#suggestions.move(steps[event.key]);
    else if (event.key === "Escape") this.#suggestions.hide();
    else if (event.key === "Tab" && !event.shiftKey)
      this.#insert(chosen ?? this.#suggestions.offer.items[0], this.#suggestions.offer);
    else if (event.key === "Enter" && !event.shiftKey && chosen && !this.#isWritten(chosen))
      this.#insert(chosen, this.#suggestions.offer);
    else return false;
    event.preventDefault();
    this.#showActive();
    return true;
  }

  /** "/reset" typed in full needs no completing: Enter sends it. */
  #isWritten({ insert }) {
    return this.text.trim() === insert.trim();
  }

  #insert({ insert }, { from, to }) {
    this.#text.focus();
    this.#text.setSelectionRange(from, to);
    // Unlike setting the value this keeps the browser's undo.
    document.execCommand("insertText", false, insert);
  }

  #hideSuggestions() {
    this.#suggestions.hide();
    this.#showActive();
  }

  #submit() {
    this.#hideSuggestions();
    this.#actions.submit(this.text);
  }
}
