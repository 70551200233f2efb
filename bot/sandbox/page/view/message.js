/** One message: built once, then only the parts that an edit changes are touched. */

import { parseBlocks } from "../markdown/blocks.js";
import { patch } from "../markdown/render.js";
import { avatar } from "./avatar.js";
import { components } from "./components/message.js";
import { h, Slot } from "./dom.js";
import { extras } from "./embeds.js";
import { attachments, sizeOf } from "./files.js";
import { lead, note, threadLink } from "./message_parts.js";
import { badge } from "./members.js";
import { dayOf, fullTime, shortTime } from "./time.js";
import { toolbar } from "./toolbar.js";

const EPHEMERAL = 64;
const LOADING = 128;
const COMPONENTS_V2 = 1 << 15;
const THREAD_STARTER = 21;
const GROUP_MS = 7 * 60_000;
// An answer that streams is read aloud once it has been still for this long.
const STILL_MS = 1_500;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\u200d\ufe0f]*\s*){1,27}$/u;

export class MessageView {
  element = h("li", { class: "message", tabindex: "-1" });
  #slots = {
    day: new Slot(),
    lead: new Slot(),
    gutter: new Slot(),
    heading: new Slot(),
    extras: new Slot(),
    files: new Slot(),
    components: new Slot(),
    under: new Slot(),
    tools: new Slot(),
  };
  #body = h("div", { class: "markdown" });
  #shown = [];
  #still;
  #actions;

  constructor(actions) {
    this.#actions = actions;
    const { day, lead: above, gutter, heading, extras: more, files, components: parts, under, tools } = this.#slots;
    const content = h(
      "div",
      { class: "content" },
      heading.node,
      this.#body,
      more.node,
      files.node,
      parts.node,
      under.node,
    );
    this.element.append(day.node, above.node, gutter.node, content, tools.node);
  }

  /** `previous` is the message above, `state` what the person sees. */
  show(received, previous, state) {
    const message = withStarter(received);
    const isGrouped = continues(message, previous);
    const name = state.nameOf(message.author, message.guild_id);
    this.element.className = classes(message, isGrouped, state);
    this.element.dataset.id = message.id;
    this.#frame(message, previous, { isGrouped, name });
    const leadFacts = lead.facts(message, state);
    this.#slots.lead.show(leadFacts, () => lead.build(leadFacts));
    this.#showBody(message, name, namesFor(message, state));
    this.#showUnder(message, state);
    const tools = toolbar.facts(message, state);
    this.#slots.tools.show(tools, () => toolbar.build(message, tools, this.#actions));
  }

  #frame(message, previous, { isGrouped, name }) {
    const { author, timestamp } = message;
    const day = dayOf(timestamp);
    const isNewDay = !previous || dayOf(previous.timestamp) !== day;
    this.#slots.day.show(isNewDay ? day : null, () =>
      h("div", { class: "day", role: "separator" }, h("span", {}, day)),
    );
    this.#slots.gutter.show([isGrouped, author.id, name, timestamp], () => gutter(author, timestamp, isGrouped));
    this.#slots.heading.show(isGrouped ? null : [name, author.bot, timestamp], () => heading(name, author, timestamp));
  }

  #showBody(message, name, names) {
    const nodes = nodesOf(message, name);
    if (this.#shown.length) this.#announceLater();
    patch(this.#body, this.#shown, nodes, names);
    this.#shown = nodes;
  }

  #showUnder(message, state) {
    const names = namesFor(message, state);
    const more = extras.facts(message);
    this.#slots.extras.show(more, () => extras.build(more, names));
    // A layout shows the files of its message itself.
    const attached = message.flags & COMPONENTS_V2 ? [] : (message.attachments ?? []);
    const files = message.sending?.length ? message.sending : attached;
    this.#slots.files.show(files.length ? files : null, () => (message.sending ? sending(files) : attachments(files)));
    const parts = components.facts(message, state.pressOn(message.id));
    const place = { state, channel: state.channels.get(message.channel_id) ?? {}, names };
    this.#slots.components.show(parts, () => components.build(message, parts, this.#actions, place));
    const thread = message.thread ?? state.channels.get(message.id);
    const facts = {
      isEphemeral: Boolean(message.flags & EPHEMERAL),
      failure: message.failure ?? null,
      thread: thread ? { id: thread.id, name: thread.name, count: thread.message_count } : null,
    };
    const isEmpty = !facts.isEphemeral && !facts.failure && !facts.thread;
    const build = () =>
      h("div", { class: "under" }, note(message, facts, this.#actions), threadLink(facts.thread));
    this.#slots.under.show(isEmpty ? null : facts, build);
  }

  #announceLater() {
    this.element.setAttribute("aria-busy", "true");
    clearTimeout(this.#still);
    this.#still = setTimeout(() => this.element.removeAttribute("aria-busy"), STILL_MS);
  }
}

/** What begins a thread has no text of its own: it stands for the message that the thread was started from. */
function withStarter(message) {
  const { type, referenced_message: original } = message;
  if (type !== THREAD_STARTER || !original) return message;
  const { author, content, mentions, timestamp, edited_timestamp, attachments } = original;
  return { ...message, author, content, mentions, timestamp, edited_timestamp, attachments };
}

/** True where the message goes on under the name and the picture of the one above it. */
function continues(message, previous) {
  if (!previous || message.type !== 0 || message.interaction_metadata) return false;
  if (previous.author.id !== message.author.id || previous.flags & EPHEMERAL) return false;
  const between = new Date(message.timestamp) - new Date(previous.timestamp);
  return between < GROUP_MS && dayOf(message.timestamp) === dayOf(previous.timestamp);
}

function classes(message, isGrouped, state) {
  const names = {
    message: true,
    grouped: isGrouped,
    ephemeral: message.flags & EPHEMERAL,
    waiting: message.waiting && !message.failure,
    failed: message.failure,
    "for-me": isForMe(message, state.me),
    jumbo: ONLY_EMOJI.test(message.content ?? ""),
  };
  return Object.keys(names)
    .filter((name) => names[name])
    .join(" ");
}

function isForMe({ mentions, author }, me) {
  return author.id !== me.id && mentions?.some((user) => user.id === me.id);
}

function nodesOf(message, name) {
  if (message.flags & LOADING && !message.content) return [{ type: "thinking", text: `${name} is thinking…` }];
  if (message.waiting && !message.content)
    return message.failure || message.sending?.length ? [] : [{ type: "thinking", text: "Sending command…" }];
  const blocks = parseBlocks(message.content);
  if (!message.edited_timestamp || message.flags & COMPONENTS_V2) return blocks;
  const mark = { type: "edited", at: message.edited_timestamp };
  const last = blocks.at(-1);
  if (last?.type === "paragraph" || last?.type === "subtext") last.children.push(mark);
  else blocks.push({ type: "paragraph", children: [mark] });
  return blocks;
}

/** The files of a message that is on its way. */
function sending(files) {
  return h("ul", { class: "sending" }, files.map(({ name, size }) => h("li", {}, `${name} · ${sizeOf(size)}`)));
}

function namesFor(message, state) {
  const mentioned = (id) => state.users.get(id) ?? message.mentions?.find((user) => user.id === id);
  return {
    locale: state.me.locale,
    user: (id) => (mentioned(id) ? state.nameOf(mentioned(id), message.guild_id) : "unknown-user"),
    role: (id) => state.roleName(id) ?? "unknown-role",
    channel: (id) => state.channels.get(id)?.name ?? "unknown",
  };
}

function gutter(author, timestamp, isGrouped) {
  if (isGrouped)
    return h("time", { class: "gutter-time", datetime: timestamp, "aria-hidden": "true" }, shortTime(timestamp));
  return avatar(author, { className: "large" });
}

function heading(name, author, timestamp) {
  const time = h("time", { datetime: timestamp, title: new Date(timestamp).toLocaleString() }, fullTime(timestamp));
  return h("div", { class: "heading" }, h("span", { class: "author" }, name), author.bot && badge(), time);
}
