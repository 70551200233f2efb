/** The line above the messages: where one is, and how the bot is. */

import { PERMISSION, may } from "../permissions.js";
import { activityWords, avatar, statusWord } from "./avatar.js";
import { h, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";

export class Header {
  menuButton = h("button", { type: "button", class: "icon-button menu", "aria-label": "Channels" }, icon("menu"));
  membersButton = h("button", { type: "button", class: "icon-button", "aria-label": "Members" }, icon("people"));
  #root;
  #remove;
  #place = h("div", { class: "place" });

  /** `remove(channel)` deletes the channel that is shown. */
  constructor(root, { remove }) {
    this.#root = root;
    this.#remove = remove;
    root.append(this.menuButton, this.#place, this.membersButton);
  }

  show(state, channel) {
    this.membersButton.hidden = state.isDirect(channel);
    const isThread = state.isThread(channel);
    const canRemove = may(state, channel, isThread ? PERMISSION.MANAGE_THREADS : PERMISSION.MANAGE_CHANNELS);
    const words = isThread ? "Delete thread" : "Delete channel";
    const attributes = { class: "icon-button remove", "aria-label": words, title: words, "data-key": "remove" };
    const remove =
      canRemove && h("button", { ...attributes, type: "button", onclick: () => this.#remove(channel) }, icon("bin"));
    keepingFocus(this.#place, () => this.#place.replaceChildren(...place(state, channel), botLine(state), remove || ""));
    this.#root.setAttribute("aria-label", `Channel ${channel.name ?? ""}`);
  }
}

function place(state, channel) {
  if (state.isDirect(channel)) {
    const partner = state.partner(channel);
    return [avatar(partner, { className: "small" }), h("h1", {}, state.directName(channel))];
  }
  if (!state.isThread(channel)) {
    const topic = channel.topic && h("span", { class: "topic" }, channel.topic);
    return [icon("hash"), h("h1", {}, channel.name), ...(topic ? [topic] : [])];
  }
  const parent = state.channels.get(channel.parent_id);
  const back = parent && h("a", { class: "parent", href: `#${parent.id}` }, parent.name);
  const way = back ? [back, h("span", { class: "topic" }, "›")] : [];
  return [icon("thread"), ...way, h("h1", {}, channel.name)];
}

/** "Qwen: Idle — Loading the model". */
function botLine(state) {
  const { bot } = state;
  if (!bot) return "";
  const presence = state.presence(bot.id);
  const words = [statusWord(presence), activityWords(presence)].filter(Boolean).join(" — ");
  const dot = h("span", { class: `status status-${presence.status}` });
  return h("span", { class: "bot-line" }, dot, h("span", {}, `${state.nameOf(bot)}: ${words}`));
}
