/** The right side: who is in the guild, who is online, and what they are doing. */

import { activityWords, avatar } from "./avatar.js";
import { h } from "./dom.js";

export class Members {
  #root;

  constructor(root) {
    this.#root = root;
  }

  show(state, channel) {
    this.#root.classList.toggle("empty", state.isDirect(channel));
    const people = state.peopleIn(channel).map((user) => ({ user, presence: state.presence(user.id) }));
    const isOnline = ({ presence }) => presence.status !== "offline" && presence.status !== "invisible";
    const groups = [
      ["Online", people.filter(isOnline)],
      ["Offline", people.filter((one) => !isOnline(one))],
    ];
    const filled = groups.filter(([, members]) => members.length > 0);
    this.#root.replaceChildren(...filled.flatMap(([title, members]) => group(state, channel, title, members)));
  }
}

function group(state, channel, title, members) {
  const entries = members.map(({ user, presence }) => {
    const name = h("span", { class: "channel-name" }, state.nameOf(user, channel.guild_id), user.bot && badge());
    const words = activityWords(presence);
    const lines = h("span", { class: "two-lines" }, name, words && h("span", { class: "activity" }, words));
    return h(
      "li",
      { class: `member member-${presence.status}` },
      avatar(user, { status: presence.status, className: "small" }),
      lines,
    );
  });
  return [h("h2", { class: "caption" }, `${title} — ${members.length}`), h("ul", {}, entries)];
}

export function badge() {
  return h("span", { class: "badge" }, "APP");
}
