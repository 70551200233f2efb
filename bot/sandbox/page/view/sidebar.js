/** The left side: channels with their threads, direct messages, and who one writes as. */

import { activityWords, avatar, statusWord } from "./avatar.js";
import { h, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";
import { who } from "./who.js";

export class Sidebar {
  #title;
  #list;
  #people;
  #actions;

  /** `actions` are switchTo(session) and speak(session, locale). */
  constructor(root, actions) {
    this.#actions = actions;
    this.#title = h("header", { class: "guild-name" });
    this.#list = h("div", { class: "channel-list" });
    this.#people = h("section", { class: "writing-as", "aria-label": "Who you write as" });
    root.append(this.#title, this.#list, this.#people);
  }

  show({ session, sessions, channel }) {
    const { state } = session;
    const [guild] = state.guilds.values();
    this.#title.textContent = guild?.name ?? "";
    keepingFocus(this.#list, () =>
      this.#list.replaceChildren(...guildPart(state, guild, channel), ...directPart(state, channel)),
    );
    keepingFocus(this.#people, () => this.#people.replaceChildren(...who(session, sessions, this.#actions)));
  }
}

/** The channels without a category first, then each category with its own. */
function guildPart(state, guild, open) {
  if (!guild) return [];
  const channels = state.textChannels(guild.id);
  const categories = state.categories(guild.id);
  const isUnder = (id) => (channel) => channel.parent_id === id;
  const loose = channels.filter((channel) => !categories.some(({ id }) => id === channel.parent_id));
  const groups = [
    ["Text channels", loose],
    ...categories.map((category) => [category.name, channels.filter(isUnder(category.id))]),
  ];
  const filled = groups.filter(([, members]) => members.length);
  return filled.flatMap(([title, members]) => [
    h("h2", { class: "caption" }, title),
    h("ul", {}, members.map((channel) => channelEntry(state, channel, open))),
  ]);
}

function channelEntry(state, channel, open) {
  const threads = state.threadsOf(channel.id).map((thread) => h("li", {}, channelLink(state, thread, open, "thread")));
  const inner = threads.length > 0 && h("ul", { class: "threads", "aria-label": `Threads in ${channel.name}` }, threads);
  return h("li", {}, channelLink(state, channel, open, "hash"), inner);
}

function directPart(state, open) {
  const entries = state.directChannels().map((channel) => h("li", {}, directLink(state, channel, open)));
  return [h("h2", { class: "caption" }, "Direct messages"), h("ul", {}, entries)];
}

function channelLink(state, channel, open, iconName) {
  return link(state, channel, open, [icon(iconName), h("span", { class: "channel-name" }, channel.name)]);
}

function directLink(state, channel, open) {
  const partner = state.partner(channel);
  const presence = state.presence(partner.id);
  const words = h(
    "span",
    { class: "two-lines" },
    h("span", { class: "channel-name" }, state.directName(channel)),
    activityLine(presence),
  );
  return link(state, channel, open, [avatar(partner, { status: presence.status, className: "small" }), words]);
}

function activityLine(presence) {
  return h("span", { class: "activity" }, activityWords(presence) || statusWord(presence));
}

function link(state, channel, open, content) {
  const unread = state.unread.get(channel.id);
  const mentions = unread?.mentions ?? 0;
  const badge = mentions > 0 && h("span", { class: "count", "aria-label": `${mentions} for you` }, String(mentions));
  const attributes = {
    class: `channel${unread ? " unread" : ""}`,
    href: `#${channel.id}`,
    "data-key": channel.id,
    "aria-current": channel.id === open?.id ? "page" : null,
  };
  return h("a", attributes, content, unread && h("span", { class: "for-screen-readers" }, "unread"), badge);
}
