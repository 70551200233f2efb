/** One of the people one can write as: a token, a gateway line, and what this person sees. */

import { Gateway } from "./gateway.js";
import { Presses } from "./presses.js";
import { Rest } from "./rest.js";
import { State } from "./state.js";

const PAGE = 50;
const COMMAND = 2;
const AUTOCOMPLETE = 4;
const FORM = 5;
const SLASH_ANSWER = 20;
const MENU_ANSWER = 23;
const IN_MENU = 3;
const REPLY = 19;
const TYPING_EVERY = 8_000;
const DISCORD_EPOCH = 1_420_070_400_000n;

export class Session {
  status = "connecting";
  #gateway;
  #rest;
  #lastTyping = 0;
  #waiting = new Map();

  /** `listener(session, change)` hears what changes in the state, and `{kind: "status"}`. */
  constructor({ token, user }, listener) {
    this.user = user;
    this.state = new State((change) => listener(this, change));
    this.#rest = new Rest(token);
    this.presses = new Presses({ state: this.state, interact: (body) => this.#interact(body), newNonce });
    this.#gateway = new Gateway({
      url: `${location.origin.replace(/^http/, "ws")}/?v=10&encoding=json`,
      token,
      onDispatch: (name, data) => this.state.apply(name, data),
      onStatus: (status) => {
        this.status = status;
        listener(this, { kind: "status" });
      },
    });
  }

  connect() {
    this.#gateway.connect();
  }

  /** Fetch the newest messages of a channel, or the ones before the oldest that is known. */
  async loadMessages(channelId) {
    const timeline = this.state.timeline(channelId);
    const before = timeline.loaded ? timeline.oldestId : undefined;
    const messages = await this.#rest.messages(channelId, { limit: PAGE, before });
    for (const message of messages) {
      this.state.learnUser(message.author);
      // What the gateway brought meanwhile is newer than this answer.
      if (!timeline.find(message.id)) timeline.put(message);
    }
    timeline.loaded = true;
    timeline.complete = messages.length < PAGE;
    this.state.tell("timeline", { channelId });
  }

  commandIndex(channelId) {
    return this.#rest.commandIndex(channelId);
  }

  /** Show the message at once and send it; a refusal stays beside it, to be tried again. */
  send(channelId, content, { replyTo = null, files = [] } = {}) {
    const nonce = newNonce();
    const message = {
      ...this.#waitingMessage(channelId, nonce, this.user),
      content,
      type: replyTo ? REPLY : 0,
      referenced_message: replyTo,
      sending: files.map(({ name, size }) => ({ name, size })),
    };
    const post = () => this.#rest.send(channelId, { content, nonce, replyTo: replyTo?.id, files });
    return this.#deliver(message, post);
  }

  /** Run a slash command, or one from a message's menu. The waiting line goes when the gateway says that the bot has answered, or has not. */
  run(channel, { data, application, name, files = [] }) {
    const nonce = newNonce();
    const message = {
      ...this.#waitingMessage(channel.id, nonce, application.bot ?? this.state.bot),
      content: "",
      type: data.type === IN_MENU ? MENU_ANSWER : SLASH_ANSWER,
      interaction_metadata: { user: this.user, name },
    };
    const interaction = {
      type: COMMAND,
      application_id: application.id,
      guild_id: channel.guild_id ?? undefined,
      channel_id: channel.id,
      nonce,
      data,
    };
    return this.#deliver(message, () => this.#interact(interaction, files));
  }

  /** Ask the bot what could be typed in an option. Resolves to its choices. */
  autocomplete(channel, application, data) {
    return this.#ask({ type: AUTOCOMPLETE, application_id: application.id, channel, data });
  }

  /** Send a form in. Resolves when the bot has taken it. */
  submitForm(channel, { id, custom_id: customId, application }, components, files) {
    const data = { id, custom_id: customId, components };
    return this.#ask({ type: FORM, application_id: application.id, channel, data, files });
  }

  /** Let this person's client speak another language. */
  async speak(locale) {
    await this.#rest.speak(locale);
    this.state.me = { ...this.state.me, locale };
    this.state.tell("people");
    this.state.tell("commands");
  }

  /** The bot's answer to what was asked with a nonce. */
  settleChoices(nonce, choices) {
    this.#waiting.get(String(nonce))?.resolve(choices);
  }

  retry(message) {
    this.state.forgetMessage(message.channel_id, message.id);
    return this.#deliver({ ...message, failure: undefined }, message.post);
  }

  edit(message, content) {
    return this.#rest.edit(message.channel_id, message.id, content);
  }

  remove(message) {
    return this.#rest.remove(message.channel_id, message.id);
  }

  /** Delete a message and all that came after it. */
  clearFrom(message) {
    return this.#rest.clearFrom(message.channel_id, message.id);
  }

  removeChannel(channelId) {
    return this.#rest.removeChannel(channelId);
  }

  startThread(message, name) {
    return this.#rest.startThread(message.channel_id, message.id, name);
  }

  /** Say that the person is typing, as often as Discord's own client does. */
  typing(channelId) {
    if (Date.now() - this.#lastTyping < TYPING_EVERY) return;
    this.#lastTyping = Date.now();
    // Nobody misses a typing indicator that was refused.
    this.#rest.typing(channelId).catch(() => {});
  }

  settleInteraction(nonce, { answered }) {
    this.presses.settle(nonce, { answered });
    const asked = this.#waiting.get(String(nonce));
    if (answered) asked?.resolve();
    else asked?.reject(new Error("Something went wrong. Try again."));
    for (const channelId of this.state.channels.keys()) {
      const timeline = this.state.timeline(channelId);
      const message = timeline.waitingFor(nonce);
      if (!message) continue;
      if (answered) timeline.settle(nonce);
      else this.#fail(message, "The application did not respond");
      this.state.tell("message", { channelId, id: message.id });
    }
  }

  #interact(interaction, files) {
    return this.#rest.interact({ ...interaction, session_id: this.#gateway.sessionId }, files);
  }

  /** An interaction whose outcome somebody waits for. */
  async #ask({ channel, files, ...interaction }) {
    const nonce = newNonce();
    const outcome = new Promise((resolve, reject) => this.#waiting.set(nonce, { resolve, reject }));
    const place = { guild_id: channel.guild_id ?? undefined, channel_id: channel.id };
    try {
      await this.#interact({ ...interaction, ...place, nonce }, files);
      return await outcome;
    } finally {
      this.#waiting.delete(nonce);
    }
  }

  /** Its nonce, made like a snowflake of this moment, is its id until the server gives it one. */
  #waitingMessage(channelId, nonce, author) {
    const timestamp = new Date().toISOString();
    return { id: nonce, nonce, channel_id: channelId, author, timestamp, waiting: true, flags: 0 };
  }

  async #deliver(message, post) {
    this.#lastTyping = 0;
    const { id, channel_id: channelId } = message;
    const timeline = this.state.timeline(channelId);
    timeline.put({ ...message, post });
    this.state.tell("message", { channelId, id, created: true });
    try {
      const sent = await post();
      if (!sent) return;
      timeline.settle(message.nonce);
      if (!timeline.find(sent.id)) timeline.put(sent);
      this.state.tell("message", { channelId, id: sent.id, created: true });
    } catch (error) {
      this.#fail(timeline.waitingFor(message.nonce), error.message);
    } finally {
      this.state.tell("message", { channelId, id });
    }
  }

  #fail(message, failure) {
    if (message) message.failure = failure;
  }
}

function newNonce() {
  const milliseconds = BigInt(Date.now()) - DISCORD_EPOCH;
  return String((milliseconds << 22n) | BigInt(Math.floor(Math.random() * 2 ** 22)));
}
