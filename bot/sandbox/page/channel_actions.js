/** What the buttons of a channel do. */

import { attempt, confirm } from "./view/dialog.js";

export async function removeChannel(session, channel) {
  const isThread = session.state.isThread(channel);
  const name = isThread ? `“${channel.name}”` : `#${channel.name}`;
  const title = isThread ? "Delete this thread?" : "Delete this channel?";
  const text = `${name} and all that was said there will be gone for everybody.`;
  if (await confirm({ title, text, action: "Delete" })) await attempt(() => session.removeChannel(channel.id));
}
