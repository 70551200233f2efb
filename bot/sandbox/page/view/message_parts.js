/** What may stand above and below the text of a message: what it answers, files, notes, its thread. */

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const REPLY = 19;
const MENU_ANSWER = 23;

/** The line above: the message that is replied to, or the command that was used. */
export const lead = {
  facts(message, state) {
    const guildId = message.guild_id;
    const command = message.interaction_metadata ?? message.interaction;
    if (command && message.type !== REPLY && commandOf(message)) {
      const { user } = command;
      return {
        command: commandName(message),
        user: brief(user),
        name: state.nameOf(user, guildId),
      };
    }
    if (message.type !== REPLY) return null;
    const original =
      state.timeline(message.channel_id).find(message.referenced_message?.id) ?? message.referenced_message;
    if (!original || state.isDeleted(original.id)) return { gone: true };
    const name = state.nameOf(original.author, guildId);
    return {
      original: original.id,
      user: brief(original.author),
      name,
      text: oneLine(original.content, state, guildId),
    };
  },

  build(facts) {
    if (facts.gone) return h("div", { class: "lead" }, h("i", {}, "Original message was deleted"));
    const face = [avatar(facts.user, { className: "tiny" }), h("b", {}, facts.name)];
    if (facts.command)
      return h("div", { class: "lead" }, face, " used ", h("span", { class: "command-name" }, facts.command));
    const jump = () => showMessage(facts.original);
    return h(
      "button",
      { type: "button", class: "lead", onclick: jump, title: "Show the message" },
      face,
      h("span", { class: "quoted" }, facts.text),
    );
  },
};

/** "/ask", or the name that a command has in the menu of messages, which is for one of them. */
function commandName(message) {
  const { interaction_metadata: metadata } = message;
  const isOfMenu = (metadata?.triggering_interaction_metadata ?? metadata)?.target_message_id;
  return message.type === MENU_ANSWER || isOfMenu ? commandOf(message) : `/${commandOf(message)}`;
}

/** The command that is answered, be it after a form that it has shown. */
function commandOf({ interaction_metadata: metadata, interaction }) {
  return metadata?.name ?? metadata?.triggering_interaction_metadata?.name ?? interaction?.name;
}

function brief({ id, username, global_name }) {
  return { id, username, global_name };
}

function showMessage(id) {
  const element = document.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "smooth" });
  element.classList.remove("shown");
  requestAnimationFrame(() => element.classList.add("shown"));
}

/** The text of a message for a place that has one line: names for mentions, no markup. */
export function oneLine(content, state, guildId) {
  const nameUser = (markup, id) => (state.users.has(id) ? `@${state.nameOf({ id }, guildId)}` : markup);
  const nameChannel = (markup, id) => (state.channels.has(id) ? `#${state.channels.get(id).name}` : markup);
  const named = content.replace(/<@!?(\d+)>/g, nameUser).replace(/<#(\d+)>/g, nameChannel);
  return named
    .replace(/```\w*\n?|\*\*|__|~~|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** "Only you can see this", or why the message could not be sent, each with what can be done about it. */
export function note(message, { isEphemeral, failure }, actions) {
  const button = (label, action) =>
    h("button", { type: "button", class: "link", onclick: () => action(message) }, label);
  if (failure) {
    return h(
      "div",
      { class: "note failure", role: "alert" },
      icon("warning"),
      `${failure} `,
      button("Try again", actions.retry),
      " · ",
      button("Dismiss", actions.dismiss),
    );
  }
  if (!isEphemeral) return null;
  return h(
    "div",
    { class: "note" },
    icon("eye"),
    "Only you can see this · ",
    button("Dismiss message", actions.dismiss),
  );
}

export function threadLink(thread) {
  if (!thread) return null;
  const count = thread.count ? `${thread.count} ${thread.count === 1 ? "message" : "messages"} ›` : "Open thread ›";
  return h(
    "a",
    { class: "thread-link", href: `#${thread.id}` },
    icon("thread"),
    h("b", {}, thread.name),
    h("span", {}, count),
  );
}
