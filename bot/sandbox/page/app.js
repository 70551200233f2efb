/** Joins the sessions, the views and the address bar: what happens when something is received, opened or switched. */

import { removeChannel } from "./channel_actions.js";
import { Autocompletion } from "./autocompletion.js";
import { callable, messageMenus, readTyping } from "./commands.js";
import { nameables } from "./mentions.js";
import { messageActions } from "./message_actions.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { Banner } from "./view/banner.js";
import { takeDrops } from "./view/attaching.js";
import { Composer } from "./view/composer.js";
import { isComposing } from "./view/dom.js";
import { Drawers } from "./view/drawers.js";
import { Header } from "./view/header.js";
import { Log } from "./view/log.js";
import { Members } from "./view/members.js";
import { openModal } from "./view/modal.js";
import { Sidebar } from "./view/sidebar.js";

export class App {
  #sessions;
  #session;
  #channel = null;
  #commands = [];
  #files = new Map();
  #remote;
  #drafts = new Map();
  #outbox;
  #composer;
  #drawers;
  #banner;
  #header;
  #log;
  #members;
  #sidebar;

  /** What to do when something of the person on screen has changed. */
  #reactions = {
    ready: () => this.#open(),
    status: () => this.#showStatus(),
    channels: () => this.#showChannels(),
    people: () => this.#showChannels(),
    commands: () => this.#loadCommands(),
    typing: () => this.#showTyping(),
    modal: ({ modal }) => this.#showForm(modal),
    timeline: ({ channelId }) => channelId === this.#channel?.id && this.#log.render(),
    message: (change) => change.channelId === this.#channel?.id && this.#log.change(change),
  };

  /** `about` is what the page says of the bot; `places` are the elements to fill: see main.js. */
  constructor(people, about, places) {
    this.#sessions = people.map((person) => new Session(person, (session, change) => this.#heard(session, change)));
    [this.#session] = this.#sessions;
    const here = () => ({
      session: this.#session,
      channel: this.#channel,
      commands: this.#commands,
      remote: this.#remote,
    });
    this.#remote = new Autocompletion({
      ask: (leaf, option, typed, others) =>
        this.#session.autocomplete(this.#channel, leaf.application, readTyping(leaf, option, typed, others)),
      arrived: () => this.#composer.completeAgain(),
    });
    this.#composer = new Composer(places.composer, {
      submit: (text) => this.#outbox.submit(text),
      cancelMode: () => this.#outbox.cancelMode(),
      editLast: () => this.#outbox.editLast(),
      typing: () => this.#channel && this.#session.typing(this.#channel.id),
    });
    this.#outbox = new Outbox({ composer: this.#composer, here, follow: () => this.#log.follow() });
    this.#banner = new Banner(places.banner);
    this.#header = new Header(places.header, { remove: (channel) => removeChannel(this.#session, channel) });
    this.#drawers = new Drawers([
      { side: places.sidebar, button: this.#header.menuButton },
      { side: places.members, button: this.#header.membersButton },
    ]);
    this.#log = new Log(places.log, messageActions({ here, outbox: this.#outbox }), about);
    this.#members = new Members(places.members);
    this.#sidebar = new Sidebar(places.sidebar, {
      switchTo: (session) => this.#open(session),
      speak: (session, locale) => session.speak(locale),
    });
    takeDrops(places.chat, (files) => this.#composer.attach(files));
  }

  start() {
    window.addEventListener("hashchange", () => this.#open());
    document.addEventListener("keydown", (event) => this.#key(event));
    for (const session of this.#sessions) session.connect();
    this.#showStatus();
  }

  #heard(session, change) {
    if (change.kind === "interaction") session.settleInteraction(change.nonce, change);
    else if (change.kind === "choices") session.settleChoices(change.nonce, change.choices);
    else if (session === this.#session) this.#reactions[change.kind]?.(change);
    // How the others are, and what they may, stands beside their names.
    else if (change.kind === "status" || change.kind === "people") this.#showStatus();
  }

  /** Show the channel that the address names, or the first one there is, as one of the people sees it. */
  #open(session = this.#session) {
    this.#keepDraft();
    const before = this.#channel && this.#draftKey;
    this.#session = session;
    const { state } = session;
    const named = state.channels.get(location.hash.slice(1));
    const wanted = named ?? state.channels.get(this.#channel?.id) ?? this.#sameChannel() ?? firstChannel(state);
    if (!wanted) return;
    this.#channel = wanted;
    // What was typed before there was a channel to say it in is for the first one.
    if (!before) this.#keepDraft();
    history.replaceState(null, "", `#${wanted.id}`);
    // Both people look at one screen: what is on it, both have read.
    for (const one of this.#sessions) {
      one.state.openChannel = wanted.id;
      one.state.markRead(wanted.id);
    }
    this.#drawers.close();
    this.#showChannel({ isSame: before === this.#draftKey });
  }

  /** The direct messages of the person written as now, where the other person's were open. */
  #sameChannel() {
    const { state } = this.#session;
    return this.#channel && state.isDirect(this.#channel) ? state.directChannels()[0] : undefined;
  }

  /** Where it `isSame` as before, as after a line that was cut, what stands in the box and over it stays. */
  #showChannel({ isSame }) {
    const { state } = this.#session;
    const sign = signOf(state, this.#channel);
    document.title = `${sign} · Sandbox`;
    this.#composer.setPlaceholder(`Message ${sign}`);
    if (!isSame) this.#fillBox();
    this.#composer.focus();
    this.#log.open(state, this.#channel);
    this.#showStatus();
    this.#showTyping();
    this.#loadCommands();
  }

  #fillBox() {
    this.#outbox.cancelMode();
    this.#composer.say("");
    this.#composer.write(this.#drafts.get(this.#draftKey) ?? "");
    this.#composer.hold(this.#files.get(this.#draftKey) ?? []);
  }

  #showChannels() {
    const { state } = this.#session;
    if (!this.#channel) return;
    this.#channel = state.channels.get(this.#channel.id);
    if (!this.#channel) {
      this.#open();
      return;
    }
    this.#sidebar.show({ session: this.#session, sessions: this.#sessions, channel: this.#channel });
    this.#header.show(state, this.#channel);
    this.#members.show(state, this.#channel);
    this.#learn(state, this.#channel);
  }

  /** A form stands over the channel that it was asked for in. */
  #showForm(modal) {
    const session = this.#session;
    const channel = session.state.channels.get(modal.channel_id) ?? this.#channel;
    const place = { state: session.state, channel };
    openModal(modal, place, ({ components, files }) => session.submitForm(channel, modal, components, files));
  }

  #showTyping() {
    const { state } = this.#session;
    const names = state.typingIn(this.#channel.id).map((user) => state.nameOf(user, this.#channel.guild_id));
    this.#composer.showTyping(names);
  }

  #showStatus() {
    this.#banner.show(this.#session.status);
    this.#showChannels();
  }

  async #loadCommands() {
    const channel = this.#channel;
    if (!channel) return;
    const session = this.#session;
    const index = await session.commandIndex(channel.id).catch(() => ({ applications: [], application_commands: [] }));
    const { locale } = session.state.me;
    session.state.learnMenus(channel.id, messageMenus(index, locale));
    if (session !== this.#session || channel.id !== this.#channel.id) return;
    this.#commands = callable(index, locale);
    this.#remote.clear();
    this.#learn(session.state, channel);
  }

  #learn(state, channel) {
    this.#composer.learn({ commands: this.#commands, known: nameables(state, channel), remote: this.#remote });
  }

  get #draftKey() {
    return `${this.#session.user.id} ${this.#channel.id}`;
  }

  #keepDraft() {
    if (!this.#channel) return;
    this.#drafts.set(this.#draftKey, this.#outbox.draft);
    this.#files.set(this.#draftKey, this.#composer.files);
  }

  /** Escape leaves a reply; a letter typed anywhere goes to the box, as in Discord. */
  #key(event) {
    if (event.defaultPrevented || isComposing(event) || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && !this.#drawers.close()) this.#outbox.cancelMode();
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && !event.target.closest("textarea, input, button, a")) this.#composer.focus();
  }
}

function signOf(state, channel) {
  if (state.isDirect(channel)) return `@${state.directName(channel)}`;
  return state.isThread(channel) ? `“${channel.name}”` : `#${channel.name}`;
}

function firstChannel(state) {
  const [guild] = state.guilds.values();
  return (guild && state.textChannels(guild.id)[0]) ?? state.directChannels()[0];
}
