/** What each event of the gateway changes in what a person sees. */

const forgetChannel = (state, { id }) => state.forgetChannel(id);

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

/** One function an event; what has no function here is of no interest to the page. */
export const EVENTS = {
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
  GUILD_MEMBER_REMOVE(state, { guild_id: guildId, user }) {
    state.forgetMember(guildId, user.id);
    state.tell("people");
  },
  GUILD_MEMBER_UPDATE(state, { guild_id: guildId, ...member }) {
    state.learnMember(guildId, member);
    state.tell("people");
    // What one may use depends on one's roles.
    if (member.user.id === state.me.id) state.tell("commands");
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
    state.markDeleted(id);
    state.forgetMessage(channelId, id);
  },
  MESSAGE_DELETE_BULK(state, { ids, channel_id: channelId }) {
    for (const id of ids) state.markDeleted(id);
    for (const id of ids) state.forgetMessage(channelId, id);
  },
  TYPING_START(state, { channel_id: channelId, user_id: userId }) {
    state.startTyping(channelId, userId);
  },
  GUILD_APPLICATION_COMMAND_INDEX_UPDATE(state) {
    state.tell("commands");
  },
  INTERACTION_MODAL_CREATE(state, modal) {
    state.tell("modal", { modal });
  },
  APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE(state, { nonce, choices }) {
    state.tell("choices", { nonce, choices });
  },
  GUILD_UPDATE(state, guild) {
    state.guilds.set(guild.id, { ...state.guilds.get(guild.id), ...guild });
    state.tell("channels");
  },
  GUILD_ROLE_CREATE(state, { guild_id: guildId, role }) {
    state.learnRole(guildId, role);
  },
  GUILD_ROLE_DELETE(state, { guild_id: guildId, role_id: roleId }) {
    state.forgetRole(guildId, roleId);
  },
  INTERACTION_SUCCESS(state, { nonce }) {
    state.tell("interaction", { nonce, answered: true });
  },
  INTERACTION_FAILURE(state, { nonce }) {
    state.tell("interaction", { nonce, answered: false });
  },
};
