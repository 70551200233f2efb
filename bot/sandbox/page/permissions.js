/** What the person may do in a channel, from the guild's roles and the channel's overwrites, in Discord's order. */

export const PERMISSION = {
  KICK_MEMBERS: 1n << 1n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_MESSAGES: 1n << 13n,
  MANAGE_THREADS: 1n << 34n,
};

/** What somebody is in the guild, in a word. */
export function rank(state) {
  const [guild] = state.guilds.values();
  const allowed = byRoles(state, guild);
  if (guild?.owner_id === state.me?.id || allowed & PERMISSION.ADMINISTRATOR) return "Administrator";
  return allowed & PERMISSION.MANAGE_MESSAGES ? "Moderator" : "Member";
}

export function may(state, channel, permission) {
  const guild = state.guilds.get(channel?.guild_id);
  if (!guild) return false;
  const allowed = byRoles(state, guild);
  if (guild.owner_id === state.me.id || allowed & PERMISSION.ADMINISTRATOR) return true;
  const parent = state.isThread(channel) ? state.channels.get(channel.parent_id) : channel;
  const layers = [[guild.id], state.rolesOf(state.me.id, guild.id), [state.me.id]];
  const overwrites = parent?.permission_overwrites ?? [];
  return Boolean(layers.reduce((sum, ids) => layered(sum, overwrites, ids), allowed) & permission);
}

/** What one's roles allow, before any channel has its say. */
function byRoles(state, guild) {
  const own = [guild?.id, ...state.rolesOf(state.me?.id, guild?.id)];
  const roles = (guild?.roles ?? []).filter(({ id }) => own.includes(id));
  return roles.reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
}

function layered(allowed, overwrites, ids) {
  const own = overwrites.filter(({ id }) => ids.includes(id));
  const union = (kind) => own.reduce((bits, overwrite) => bits | BigInt(overwrite[kind]), 0n);
  return (allowed & ~union("deny")) | union("allow");
}
