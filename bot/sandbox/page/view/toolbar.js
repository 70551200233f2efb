/** What one can do with a message: the buttons that appear over it under the pointer or the focus. */

import { PERMISSION, may } from "../permissions.js";
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
    const isMine = message.author.id === state.me.id;
    const isModerator = may(state, channel, PERMISSION.MANAGE_MESSAGES);
    const hasMore = isModerator || state.menusIn(message.channel_id).length > 0;
    return { isMine, canThread: Boolean(canThread), canDelete: isMine || isModerator, hasMore };
  },

  build({ id }, { isMine, canThread, canDelete, hasMore }, actions) {
    const button = (label, iconName, action) => {
      const attributes = { type: "button", "aria-label": label, title: label, onclick: ({ currentTarget }) => action(id, currentTarget) };
      return h("button", attributes, icon(iconName));
    };
    return h(
      "div",
      { class: "toolbar", role: "group", "aria-label": "Message actions" },
      button("Reply", "reply", actions.reply),
      isMine && button("Edit", "edit", actions.edit),
      canThread && button("Create thread", "thread", actions.startThread),
      canDelete && button("Delete", "bin", actions.remove),
      hasMore && button("More", "more", actions.more),
    );
  },
};
