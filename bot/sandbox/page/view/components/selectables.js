/** What a menu offers: the options that the bot named, or the people, roles and channels that there are. */

const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;

/** `{value, label, description?, emoji?, user?}` each. */
export function selectables({ type, options = [], channel_types: types }, state, channel) {
  if (type === STRING) return options.map((option) => ({ ...option, emoji: option.emoji?.name }));
  if (type === USER) return people(state, channel);
  if (type === ROLE) return roles(state, channel);
  if (type === MENTIONABLE) return [...people(state, channel), ...roles(state, channel)];
  return type === CHANNEL ? channels(state, channel, types) : options;
}

/** What is chosen before anybody has. */
selectables.defaults = ({ options = [], default_values: values = [] }) => {
  const named = options.filter((option) => option.default).map(({ value }) => value);
  return [...named, ...values.map(({ id }) => String(id))];
};

function people(state, channel) {
  const label = (user) => state.nameOf(user, channel.guild_id);
  return state.peopleIn(channel).map((user) => ({ value: user.id, label: label(user), description: user.username, user }));
}

function roles(state, channel) {
  return state.rolesIn(channel.guild_id).map(({ id, name }) => ({ value: id, label: name, emoji: "@" }));
}

function channels(state, channel, types = [0]) {
  const inGuild = channel.guild_id ? [...state.textChannels(channel.guild_id), ...state.categories(channel.guild_id)] : [];
  const fit = inGuild.filter(({ type }) => types.includes(type));
  return fit.map(({ id, name, topic, type }) => ({ value: id, label: name, description: topic, emoji: type ? "▾" : "#" }));
}
