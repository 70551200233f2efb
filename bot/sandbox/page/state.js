/** What one person can see: guilds, channels, people and messages, kept true by the gateway's events. */

import { EVENTS } from "./events.js";
import { Timeline } from "./timeline.js";

const DM = 1;
const GROUP_DM = 3;
const CATEGORY = 4;
const THREADS = new Set([10, 11, 12]);
// A channel that one may not view: there is one, and that is all one is told.
const HIDDEN = 1 << 17;
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
  #menus = new Map();
  #presses = new Map();
  #deleted = new Set();
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
    return channel.type === DM || channel.type === GROUP_DM;
  }

  textChannels(guildId) {
    const isThere = ({ guild_id: id, type, flags }) => id === guildId && type === 0 && !(flags & HIDDEN);
    const inGuild = [...this.channels.values()].filter(isThere);
    return inGuild.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }

  /** The categories of a guild that have channels, in their order. */
  categories(guildId) {
    const inGuild = [...this.channels.values()].filter(({ guild_id: id, type }) => id === guildId && type === CATEGORY);
    return inGuild.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }

  /** What direct messages are called: by whom they are with, or by the name of a group. */
  directName(channel) {
    return channel.name || this.nameOf(this.partner(channel));
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

  rolesOf(userId, guildId) {
    return this.#members.get(guildId)?.get(userId)?.roles ?? [];
  }

  /** The roles of a guild that people have been given: not everybody's, and not those of bots. */
  rolesIn(guildId) {
    return (this.guilds.get(guildId)?.roles ?? []).filter(({ id, managed }) => id !== guildId && !managed);
  }

  /** The commands in the menu of a channel's messages, as far as they are known. */
  menusIn(channelId) {
    return this.#menus.get(channelId) ?? [];
  }

  learnMenus(channelId, menus) {
    const isNew = JSON.stringify(menus) !== JSON.stringify(this.menusIn(channelId));
    this.#menus.set(channelId, menus);
    if (isNew) this.tell("timeline", { channelId });
  }

  /** What is pressed under a message: {channelId, customId, nonce} while it is answered, {failure} if it was not. */
  pressOn(messageId) {
    return this.#presses.get(messageId);
  }

  pressWith(nonce) {
    return [...this.#presses].find(([, press]) => press.nonce === String(nonce));
  }

  notePress(id, press) {
    this.#presses.set(id, press);
    this.tell("message", { channelId: press.channelId, id });
  }

  isDeleted(messageId) {
    return this.#deleted.has(messageId);
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

  learnRole(guildId, role) {
    const guild = this.guilds.get(guildId);
    if (guild) guild.roles = [...(guild.roles ?? []).filter(({ id }) => id !== role.id), role];
    this.tell("people");
  }

  forgetRole(guildId, roleId) {
    const guild = this.guilds.get(guildId);
    if (guild) guild.roles = (guild.roles ?? []).filter(({ id }) => id !== roleId);
    this.tell("people");
  }

  /** Forget somebody who has left a guild. */
  forgetMember(guildId, userId) {
    this.#members.get(guildId)?.delete(userId);
  }

  /** Forget a channel with its threads, or a thread and the link to it. */
  forgetChannel(id) {
    const { parent_id: parentId } = this.channels.get(id) ?? {};
    for (const thread of this.threadsOf(id)) this.channels.delete(thread.id);
    this.channels.delete(id);
    const starter = parentId && this.timeline(parentId).find(id);
    if (starter) this.timeline(parentId).put({ ...starter, thread: undefined });
    this.tell("channels");
    if (starter) this.tell("message", { channelId: parentId, id });
  }

  forgetEverything() {
    const known = [this.guilds, this.channels, this.users, this.presences, this.#members, this.#menus];
    for (const map of [...known, this.#timelines, this.#typing, this.#presses]) map.clear();
  }

  startTyping(channelId, userId) {
    if (!this.#typing.has(channelId)) this.#typing.set(channelId, new Map());
    const typists = this.#typing.get(channelId);
    clearTimeout(typists.get(userId));
    typists.set(
      userId,
      setTimeout(() => this.stopTyping(channelId, userId), TYPING_LASTS),
    );
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

  markDeleted(id) {
    this.#deleted.add(id);
    this.#presses.delete(id);
  }

  forgetMessage(channelId, id) {
    this.timeline(channelId).remove(id);
    this.tell("message", { channelId, id });
  }
}
