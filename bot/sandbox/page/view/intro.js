/** What stands at the very beginning of a channel, and what to say where nothing was said yet. */

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const examplesFor = (name) => [
  "Hello! What can you do?",
  `My name is ${name}. Please remember it.`,
  "Show me a short Python function.",
  "Give me three tips for learning a language.",
  "用中文打个招呼。",
];

export function intro(state, channel, { isEmpty, useExample, about }) {
  const name = state.isDirect(channel) ? state.directName(channel) : channel.name;
  return h(
    "div",
    { class: "intro" },
    emblem(state, channel),
    h("h2", {}, title(state, channel, name)),
    h("p", {}, beginning(state, channel, name)),
    about && h("p", { class: "about" }, about),
    isEmpty && examples(state, channel, useExample),
  );
}

function emblem(state, channel) {
  if (state.isDirect(channel)) return avatar(state.partner(channel), { className: "huge" });
  return h("span", { class: "emblem", "aria-hidden": "true" }, icon(state.isThread(channel) ? "thread" : "hash"));
}

function title(state, channel, name) {
  return state.isDirect(channel) || state.isThread(channel) ? name : `Welcome to #${name}!`;
}

function beginning(state, channel, name) {
  if (state.isDirect(channel)) return `This is the beginning of your direct messages with ${name}.`;
  if (!state.isThread(channel)) return `This is the start of the #${name} channel.`;
  const owner = state.users.get(channel.owner_id);
  return owner ? `A thread started by ${state.nameOf(owner, channel.guild_id)}.` : "A thread.";
}

function examples(state, channel, useExample) {
  const { bot } = state;
  if (!bot) return null;
  const name = state.nameOf(bot, channel.guild_id);
  const hello = state.isDirect(channel) ? `Say hi to ${name}:` : `Say hi to @${name}, or try one of these:`;
  const buttons = examplesFor(state.nameOf(state.me, channel.guild_id)).map((text) =>
    h("button", { type: "button", class: "example", onclick: () => useExample(text) }, text),
  );
  const hint = h(
    "p",
    { class: "hint" },
    "Type ",
    h("kbd", {}, "/"),
    " to see the commands, ",
    h("kbd", {}, "@"),
    " to mention someone.",
  );
  return h("div", { class: "examples" }, h("p", {}, hello), h("div", { class: "example-list" }, buttons), hint);
}
