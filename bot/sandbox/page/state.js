/** What one person can see: guilds, channels, people and messages, kept true by the gateway's events. */

import { Timeline } from "./timeline.js";

const DM = 1;
const THREADS = new Set([10, 11, 12]);
const TYPING_LASTS = 10_000;

export class State {
  me = null;
  guilds = new Map();
  channels = new Map();
  users = new Map();
  presences = new Map();
  unread = new Map();
  /** The channel on screen: what arrives there is read at once. */
  openChannel = null;
  #members = new Map();
  #timelines = new Map();
  #typing = new Map();
  #listener;

  /** `listener` hears of every change: {kind, channelId?, id?, nonce?, ...}. */
  constructor(listener) {
    this.#listener = listener;
  }

  apply(name, data) {
    EVENTS[name]?.(this, data);
  }

  tell(kind, details = {}) {
    this.#listener({ kind, ...details });
  }

  timeline(channelId) {
    if (!this.#timelines.has(channelId)) this.#timelines.set(channelId, new Timeline());
    return this.#timelines.get(channelId);
  }

  /** The first bot in sight: the one this sandbox is for. */
  get bot() {
    return [...this.users.values()].find((user) => user.bot);
  }

  isThread(channel) {
    return THREADS.has(channel.type);
  }

  isDirect(channel) {
    return channel.type === DM;
  }

  textChannels(guildId) {
    const inGuild = [...this.channels.values()].filter((channel) => channel.guild_id === guildId && channel.type === 0);
    return inGuild.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }

  threadsOf(channelId) {
    const threads = [...this.channels.values()].filter((channel) => this.isThread(channel));
    return threads.filter((thread) => thread.parent_id === channelId && !thread.thread_metadata?.archived);
  }

  directChannels() {
    return [...this.channels.values()].filter((channel) => this.isDirect(channel));
  }

  partner(channel) {
    return channel.recipients.find((user) => user.id !== this.me.id) ?? channel.recipients[0];
  }

  /** Who can be met in a channel, the bot first and oneself last. */
  peopleIn(channel) {
    const inGuild = channel.guild_id ? [...(this.#members.get(channel.guild_id)?.keys() ?? [])] : [];
    const ids = channel.guild_id ? inGuild : [...channel.recipients.map((user) => user.id), this.me.id];
    const rank = (user) => (user.bot ? 0 : user.id === this.me.id ? 2 : 1);
    return [...new Set(ids)].map((id) => this.users.get(id)).sort((a, b) => rank(a) - rank(b));
  }

  nameOf(user, guildId) {
    const known = this.users.get(user.id) ?? user;
    return this.#members.get(guildId)?.get(user.id)?.nick || known.global_name || known.username;
  }

  roleName(roleId) {
    const roles = [...this.guilds.values()].flatMap((guild) => guild.roles ?? []);
    return roles.find((role) => role.id === roleId)?.name;
  }

  presence(userId) {
    return this.presences.get(userId) ?? { status: "offline", activities: [] };
  }

  typingIn(channelId) {
    const typists = this.#typing.get(channelId) ?? new Map();
    return [...typists.keys()].map((id) => this.users.get(id)).filter((user) => user && user.id !== this.me.id);
  }

  markRead(channelId) {
    if (this.unread.delete(channelId)) this.tell("channels");
  }

  learnUser(user) {
    this.users.set(user.id, { ...this.users.get(user.id), ...user });
  }

  learnMember(guildId, member) {
    this.learnUser(member.user);
    if (!this.#members.has(guildId)) this.#members.set(guildId, new Map());
    this.#members.get(guildId).set(member.user.id, member);
  }

  learnGuild(guild) {
    this.guilds.set(guild.id, guild);
    for (const channel of [...(guild.channels ?? []), ...(guild.threads ?? [])]) this.learnChannel(channel, guild.id);
    for (const member of guild.members ?? []) this.learnMember(guild.id, member);
    for (const presence of guild.presences ?? []) this.presences.set(presence.user.id, presence);
  }

  learnChannel(channel, guildId = channel.guild_id) {
    for (const user of channel.recipients ?? []) this.learnUser(user);
    this.channels.set(channel.id, { ...channel, guild_id: guildId });
  }

  forgetEverything() {
    const kept = [this.guilds, this.channels, this.users, this.presences, this.#members, this.#timelines, this.#typing];
    for (const map of kept) map.clear();
  }

  startTyping(channelId, userId) {
    if (!this.#typing.has(channelId)) this.#typing.set(channelId, new Map());
    const typists = this.#typing.get(channelId);
    clearTimeout(typists.get(userId));
    typists.set(userId, setTimeout(() => this.stopTyping(channelId, userId), TYPING_LASTS));
    this.tell("typing", { channelId });
  }

  stopTyping(channelId, userId) {
    const typists = this.#typing.get(channelId);
    clearTimeout(typists?.get(userId));
    if (typists?.delete(userId)) this.tell("typing", { channelId });
  }

  countUnread(message) {
    if (message.author.id === this.me.id || message.channel_id === this.openChannel) return;
    const { mentions = 0 } = this.unread.get(message.channel_id) ?? {};
    const named = message.mentions?.some((user) => user.id === this.me.id);
    const direct = this.isDirect(this.channels.get(message.channel_id) ?? {});
    this.unread.set(message.channel_id, { mentions: mentions + (named || direct ? 1 : 0) });
    this.tell("channels");
  }

  forgetMessage(channelId, id) {
    this.timeline(channelId).remove(id);
    this.tell("message", { channelId, id });
  }
}

const forgetChannel = (state, { id }) => {
  state.channels.delete(id);
  state.tell("channels");
};

const learnThread = (state, thread) => {
  state.learnChannel(thread);
  state.tell("channels");
  // A thread started from a message has that message's id, and is shown under it.
  state.tell("message", { channelId: thread.parent_id, id: thread.id });
};

const learnChannel = (state, channel) => {
  state.learnChannel(channel);
  state.tell("channels");
};

const EVENTS = {
  READY(state, { user, guilds, private_channels: direct = [], users = [], presences = [] }) {
    state.forgetEverything();
    state.me = user;
    for (const other of [...users, user]) state.learnUser(other);
    for (const guild of guilds) state.learnGuild(guild);
    for (const channel of direct) state.learnChannel(channel);
    for (const presence of presences) state.presences.set(presence.user.id, presence);
    state.tell("ready");
  },
  GUILD_CREATE(state, guild) {
    state.learnGuild(guild);
    state.tell("channels");
    state.tell("people");
  },
  GUILD_MEMBER_ADD(state, { guild_id: guildId, ...member }) {
    state.learnMember(guildId, member);
    state.tell("people");
  },
  GUILD_MEMBER_UPDATE(state, { guild_id: guildId, ...member }) {
    state.learnMember(guildId, member);
    state.tell("people");
  },
  PRESENCE_UPDATE(state, presence) {
    state.presences.set(presence.user.id, presence);
    state.tell("people");
  },
  CHANNEL_CREATE: learnChannel,
  CHANNEL_UPDATE: learnChannel,
  CHANNEL_DELETE: forgetChannel,
  THREAD_CREATE: learnThread,
  THREAD_UPDATE: learnThread,
  THREAD_DELETE: forgetChannel,
  THREAD_LIST_SYNC(state, { threads }) {
    for (const thread of threads) learnThread(state, thread);
  },
  MESSAGE_CREATE(state, message) {
    state.learnUser(message.author);
    state.stopTyping(message.channel_id, message.author.id);
    state.timeline(message.channel_id).put(message);
    state.countUnread(message);
    state.tell("message", { channelId: message.channel_id, id: message.id, created: true });
  },
  MESSAGE_UPDATE(state, message) {
    const timeline = state.timeline(message.channel_id);
    const known = timeline.find(message.id);
    // Older than what was loaded: it will come, as it is now, with its part of the history.
    if (!known && timeline.loaded) return;
    timeline.put({ ...known, ...message });
    state.tell("message", { channelId: message.channel_id, id: message.id });
  },
  MESSAGE_DELETE(state, { id, channel_id: channelId }) {
    state.forgetMessage(channelId, id);
  },
  MESSAGE_DELETE_BULK(state, { ids, channel_id: channelId }) {
    for (const id of ids) state.forgetMessage(channelId, id);
  },
  TYPING_START(state, { channel_id: channelId, user_id: userId }) {
    state.startTyping(channelId, userId);
  },
  GUILD_APPLICATION_COMMAND_INDEX_UPDATE(state) {
    state.tell("commands");
  },
  INTERACTION_SUCCESS(state, { nonce }) {
    state.tell("interaction", { nonce, answered: true });
  },
  INTERACTION_FAILURE(state, { nonce }) {
    state.tell("interaction", { nonce, answered: false });
  },
};
