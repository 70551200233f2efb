/** What one can do with a message: the buttons that appear over it under the pointer or the focus. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const EPHEMERAL = 64;
const THREADABLE = new Set([0, 19, 20]);

export const toolbar = {
  facts(message, state) {
    if (message.waiting || message.flags & EPHEMERAL) return null;
    const channel = state.channels.get(message.channel_id);
    const hasThread = Boolean(message.thread) || state.channels.has(message.id);
    const canThread = channel?.guild_id && !state.isThread(channel) && THREADABLE.has(message.type) && !hasThread;
    return { isMine: message.author.id === state.me.id, canThread: Boolean(canThread) };
  },

  build({ id }, { isMine, canThread }, actions) {
    const button = (label, iconName, action) => {
      const attributes = { type: "button", "aria-label": label, title: label, onclick: () => action(id) };
      return h("button", attributes, icon(iconName));
    };
    return h(
      "div",
      { class: "toolbar", role: "group", "aria-label": "Message actions" },
      button("Reply", "reply", actions.reply),
      isMine && button("Edit", "edit", actions.edit),
      canThread && button("Create thread", "thread", actions.startThread),
      isMine && button("Delete", "bin", actions.remove),
    );
  },
};
