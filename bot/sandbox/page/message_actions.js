/** What the buttons of a message do. */

import { readMenu } from "./commands.js";
import { PERMISSION, may } from "./permissions.js";
import { askFor, attempt, confirm } from "./view/dialog.js";
import { openMenu } from "./view/menu.js";
import { oneLine } from "./view/message_parts.js";

const LONGEST_NAME = 100;
const SUGGESTED_NAME = 40;

/** `here()` tells the open `{session, channel}`. */
export function messageActions({ here, outbox }) {
  const find = (id) => here().session.state.timeline(here().channel.id).find(id);
  return {
    load: (channelId) => here().session.loadMessages(channelId),
    reply: (id) => outbox.reply(find(id)),
    edit: (id) => outbox.edit(find(id)),
    useExample: (text) => outbox.useExample(text),
    retry: (message) => here().session.retry(message),
    dismiss: ({ id, channel_id: channelId }) => here().session.state.forgetMessage(channelId, id),
    remove: (id) => remove(here().session, find(id)),
    press: (id, component, values) => here().session.presses.press(find(id), component, values),
    more: (id, anchor) => more(here(), find(id), anchor),
    startThread: (id) => startThread(here().session, find(id)),
  };
}

async function remove(session, message) {
  const text = `“${summary(session, message)}” will be gone for everybody.`;
  if (await confirm({ title: "Delete this message?", text, action: "Delete" }))
    await attempt(() => session.remove(message));
}

/** The menu of a message: the bot's commands for messages, and what moderators can do. */
function more({ session, channel }, message, anchor) {
  const apps = session.state.menusIn(channel.id).map((menu) => ({
    label: menu.name,
    act: () => session.run(channel, { data: readMenu(menu, message), ...menu }),
  }));
  const purge = { label: "Delete from here on", iconName: "bin", isDanger: true, act: () => clear(session, message) };
  const moderation = may(session.state, channel, PERMISSION.MANAGE_MESSAGES) ? [purge] : [];
  openMenu(anchor, "More", [
    { title: "Apps", items: apps },
    { title: "Moderation", items: moderation },
  ]);
}

/** Discord lets only bots delete many messages at once; the sandbox does what a moderation bot would. */
async function clear(session, message) {
  const text = `“${summary(session, message)}” and everything after it will be gone for everybody.`;
  if (await confirm({ title: "Delete from here on?", text, action: "Delete" }))
    await attempt(() => session.clearFrom(message));
}

async function startThread(session, message) {
  const question = { title: "Create thread", label: "Thread name", value: topic(session, message), action: "Create" };
  const name = await askFor({ ...question, maxlength: LONGEST_NAME });
  if (!name) return;
  await attempt(async () => {
    const thread = await session.startThread(message, name);
    session.state.apply("THREAD_CREATE", thread);
    location.hash = thread.id;
  });
}

function summary(session, { content, guild_id: guildId }) {
  const line = [...oneLine(content, session.state, guildId)];
  return line.length > SUGGESTED_NAME ? `${line.slice(0, SUGGESTED_NAME - 1).join("")}…` : line.join("") || "Thread";
}

/** What the message is about, without the name of whom it calls. */
function topic(session, message) {
  return summary(session, { ...message, content: message.content.replace(/<@!?\d+>/g, "") });
}
