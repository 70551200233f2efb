/** The messages of the open channel: kept in order, and at the bottom only while the reader is there. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { intro } from "./intro.js";
import { MessageView } from "./message.js";

// Scroll positions are fractions of a pixel on some screens.
const AT_BOTTOM = 1;
const NEAR_BOTTOM = 48;
const NEAR_TOP = 240;
const TROUBLE = "trouble";

export class Log {
  #scroller;
  #list = h("ol", { class: "messages" });
  #start = h("div", {});
  #jump;
  #actions;
  #about;
  #views = new Map();
  #isPinned = true;
  #lastTop = 0;
  #loading = new WeakSet();
  #state = null;
  #channel = null;

  constructor(root, actions, about) {
    this.#actions = actions;
    this.#about = about;
    this.#jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, onclick: () => this.#toBottom() },
      "New messages",
      icon("down"),
    );
    const attributes = {
      class: "scroller",
      role: "log",
      "aria-live": "polite",
      "aria-label": "Messages",
      tabindex: "0",
    };
    this.#scroller = h("div", attributes, h("div", { class: "filler" }), this.#start, this.#list);
    root.append(this.#scroller, this.#jump);
    this.#scroller.addEventListener("scroll", () => this.#scrolled());
    this.#scroller.addEventListener("keydown", (event) => this.#walk(event));
    const observer = new ResizeObserver(() => {
      if (this.#isPinned) this.#toBottom();
      if (this.#channel) this.#loadOlder();
    });
    observer.observe(this.#list);
    observer.observe(this.#start);
    observer.observe(this.#scroller);
  }

  /** Show another channel, from its newest message. */
  open(state, channel) {
    this.#state = state;
    this.#channel = channel;
    this.#views.clear();
    this.#list.replaceChildren();
    this.#jump.hidden = true;
    this.#isPinned = true;
    this.render();
    if (!this.#timeline.loaded) this.#load();
  }

  /** Show all that the timeline holds; elements of messages that are shown already stay. */
  render() {
    this.#keepingPlace(() => {
      this.#showAll();
      this.#showStart();
    });
    if (this.#isPinned) this.#toBottom();
  }

  /** Show the newest state of one message: it is new, changed or gone. */
  change({ id, created }) {
    const messages = this.#timeline.list();
    const index = messages.findIndex((message) => message.id === id);
    this.#keepingPlace(() => {
      if (index < 0) this.#drop(id);
      else this.#place(messages, index);
      // Whether the one below repeats the author's name depends on this one.
      if (index < 0) this.#showAll();
      else if (messages[index + 1]) this.#view(messages[index + 1], messages[index]);
      this.#showStart();
    });
    if (created && !this.#isPinned) this.#jump.hidden = false;
  }

  /** The reader has sent something: show the end. */
  follow() {
    this.#isPinned = true;
    this.#toBottom();
  }

  get #timeline() {
    return this.#state.timeline(this.#channel.id);
  }

  #showAll() {
    const messages = this.#timeline.list();
    messages.forEach((message, index) => {
      const { element } = this.#view(message, messages[index - 1]);
      if (this.#list.childNodes[index] !== element)
        this.#list.insertBefore(element, this.#list.childNodes[index] ?? null);
    });
  }

  /** Run `change`; what somebody reads who is not at the end stays where it is, whatever grows or goes above it. */
  #keepingPlace(change) {
    const placeOf = (element) => element.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    const places = this.#isPinned ? [] : this.#inView().map((element) => ({ element, place: placeOf(element) }));
    change();
    const kept = places.find(({ element }) => element.isConnected);
    const moved = kept ? placeOf(kept.element) - kept.place : 0;
    if (!moved) return;
    this.#scroller.scrollTop += moved;
    this.#lastTop = this.#scroller.scrollTop;
  }

  /** The elements of the messages that can be seen, the uppermost first. */
  #inView() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    return [...this.#list.children].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
  }

  #place(messages, index) {
    const { element } = this.#view(messages[index], messages[index - 1]);
    const below = messages[index + 1] && this.#views.get(messages[index + 1].id)?.element;
    if (element.parentNode !== this.#list || element.nextSibling !== (below ?? null))
      this.#list.insertBefore(element, below ?? null);
  }

  #view(message, previous) {
    if (!this.#views.has(message.id)) this.#views.set(message.id, new MessageView(this.#actions));
    const view = this.#views.get(message.id);
    view.show(message, previous, this.#state);
    return view;
  }

  #drop(id) {
    this.#views.get(id)?.element.remove();
    this.#views.delete(id);
  }

  #showStart() {
    const { complete, isEmpty } = this.#timeline;
    const key = complete ? `${this.#channel.id} ${isEmpty}` : "";
    if (this.#start.dataset.shown === key) return;
    this.#start.dataset.shown = key;
    const useExample = this.#actions.useExample;
    const options = { isEmpty, useExample, about: this.#about };
    this.#start.replaceChildren(...(complete ? [intro(this.#state, this.#channel, options)] : []));
  }

  #toBottom() {
    this.#jump.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    // Whoever moves up is reading, be it by a line. Staying where one is means only that more has come in below.
    if (below <= AT_BOTTOM) this.#isPinned = true;
    else if (scrollTop < this.#lastTop) this.#isPinned = false;
    else if (scrollTop > this.#lastTop && below < NEAR_BOTTOM) this.#isPinned = true;
    this.#lastTop = scrollTop;
    if (this.#isPinned) this.#jump.hidden = true;
    this.#loadOlder();
  }

  /** Load what is older where its place comes near, or where what there is does not fill the view. */
  #loadOlder() {
    const { loaded, complete } = this.#timeline;
    const isWanted = loaded && !complete && this.#start.dataset.shown !== TROUBLE;
    if (isWanted && this.#scroller.scrollTop < NEAR_TOP) this.#load();
  }

  /** Ask for the newest messages of the channel, or for what is older than all that is shown. */
  async #load() {
    const timeline = this.#timeline;
    if (this.#loading.has(timeline)) return;
    this.#loading.add(timeline);
    this.#scroller.setAttribute("aria-busy", "true");
    const channelId = this.#channel.id;
    try {
      await this.#actions.load(channelId);
    } catch (error) {
      if (channelId === this.#channel.id) this.#showTrouble(error.message);
    } finally {
      this.#loading.delete(timeline);
      this.#scroller.removeAttribute("aria-busy");
    }
  }

  #showTrouble(words) {
    const again = h("button", { type: "button", class: "link", onclick: () => this.#load() }, "Try again");
    this.#start.dataset.shown = TROUBLE;
    this.#start.replaceChildren(
      h("div", { class: "note failure", role: "alert" }, icon("warning"), `${words} `, again),
    );
  }

  /** Up and down walk from message to message; Tab then reaches the actions of the one that has the focus. */
  #walk(event) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const current = event.target.closest(".message");
    const isUp = event.key === "ArrowUp";
    if (!current && !isUp) return;
    const next = current
      ? isUp
        ? current.previousElementSibling
        : current.nextElementSibling
      : this.#list.lastElementChild;
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  }
}
