/** What becomes of the text in the box: a message, a reply, an edit or a slash command. */

import { CommandError, callName, find, looksLikeCommand, readCall } from "./commands.js";
import { nameables, toMarkup, toNames } from "./mentions.js";
import { LONGEST } from "./view/composer.js";

export class Outbox {
  #composer;
  #here;
  #follow;
  /** `{kind: "reply" | "edit", message}`, or null for a message of its own. */
  #mode = null;
  /** What was in the box before an older message came into it to be edited. */
  #aside = "";

  /** `here()` tells `{session, channel, commands}`; `follow()` shows the end of the channel. */
  constructor({ composer, here, follow }) {
    this.#composer = composer;
    this.#here = here;
    this.#follow = follow;
  }

  /** The text that is worth keeping when the channel is left: not an older message that is being edited. */
  get draft() {
    return this.#mode?.kind === "edit" ? this.#aside : this.#composer.text;
  }

  reply(message) {
    const { session, channel } = this.#here();
    this.cancelMode();
    this.#mode = { kind: "reply", message };
    this.#composer.showMode(`Replying to ${session.state.nameOf(message.author, channel.guild_id)}`);
    this.#composer.focus();
  }

  edit(message) {
    const { session, channel } = this.#here();
    this.#aside = this.draft;
    this.#mode = { kind: "edit", message };
    this.#composer.showMode("Editing your message");
    this.#composer.write(toNames(message.content, nameables(session.state, channel)));
    this.#composer.focus();
  }

  editLast() {
    const { session, channel } = this.#here();
    const messages = session.state.timeline(channel.id).list();
    const isMine = ({ author, waiting }) => author.id === session.user.id && !waiting;
    const last = messages.findLast(isMine);
    if (last) this.edit(last);
  }

  cancelMode() {
    if (this.#mode?.kind === "edit") this.#composer.write(this.#aside);
    this.#mode = null;
    this.#aside = "";
    this.#composer.showMode(null);
  }

  /** Put an example into the box; in a guild it has to name the bot to be answered. */
  useExample(text) {
    const { session, channel } = this.#here();
    const { state } = session;
    const call = channel.guild_id ? `@${state.nameOf(state.bot, channel.guild_id)} ` : "";
    this.#composer.write(call + text);
    this.#composer.focus();
  }

  async submit(text) {
    const { commands, channel } = this.#here();
    const typed = text.trim();
    const files = this.#composer.files;
    if (!typed && !files.length) return;
    if (!channel) {
      this.#composer.say("Connecting… Press Enter again in a moment.");
      return;
    }
    const leaf = typed.startsWith("/") ? find(typed, commands) : null;
    // A message that was sent stays a message, whatever is made of its text.
    if (this.#mode?.kind === "edit") await this.#edit(typed);
    else if (leaf) this.#run(typed, leaf, files);
    else if (looksLikeCommand(typed))
      this.#composer.say(`There is no command ${typed} here. Type / to see what there is.`, "problem");
    else this.#send(typed, files);
  }

  #run(typed, leaf, files) {
    const { session, channel } = this.#here();
    try {
      const { remote } = this.#here();
      const valueOf = (option, words) => remote?.valueOf(leaf, option, words);
      const data = readCall(toMarkup(typed, nameables(session.state, channel)), leaf, {
        valueOf,
        files: files.length,
      });
      this.#clear();
      this.#composer.hold([]);
      session.run(channel, { files, data, application: leaf.application, name: callName(leaf).slice(1) });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#composer.say(error.message, "problem");
    }
  }

  #send(typed, files) {
    const { session, channel } = this.#here();
    const content = toMarkup(typed, nameables(session.state, channel));
    if (this.#isTooLong(content)) return;
    const replyTo = this.#mode?.message ?? null;
    this.#clear();
    this.#composer.hold([]);
    session.send(channel.id, content, { replyTo, files });
    const { bot } = session.state;
    const isForBot = !channel.guild_id || content.includes(`<@${bot?.id}>`) || replyTo?.author.id === bot?.id;
    if (bot && !isForBot)
      this.#composer.say(`${session.state.nameOf(bot, channel.guild_id)} answers when mentioned: type @ to pick it.`);
  }

  async #edit(typed) {
    const { session, channel } = this.#here();
    const mode = this.#mode;
    const content = toMarkup(typed, nameables(session.state, channel));
    if (this.#isTooLong(content)) return;
    try {
      await session.edit(mode.message, content);
      // Meanwhile another channel can have been opened, and what is in the box now is of that one.
      if (this.#mode !== mode) return;
      this.cancelMode();
      this.#composer.say("");
    } catch (error) {
      this.#composer.say(error.message, "problem");
    }
  }

  /** Say by how much a message is too long and leave it in the box, where it can be made shorter. */
  #isTooLong(content) {
    const { length } = [...content];
    if (length > LONGEST)
      this.#composer.say(`A message has at most ${LONGEST} characters. This one has ${length}.`, "problem");
    return length > LONGEST;
  }

  #clear() {
    this.cancelMode();
    this.#composer.write("");
    this.#composer.say("");
    this.#follow();
  }
}
