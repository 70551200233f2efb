/** Between what a person types, `@Qwen` and `#general`, and what Discord sends, `<@1>` and `<#2>`. */

const CODE = /(```[^]*?```|`[^`\n]+`)/;

/** Who and what can be named in a channel: `{sign: "@Qwen", markup: "<@1>", user?}`, the bot first. */
export function nameables(state, channel) {
  const people = state.peopleIn(channel).map((user) => ({
    sign: `@${state.nameOf(user, channel.guild_id)}`,
    markup: `<@${user.id}>`,
    user,
  }));
  const roles = state.rolesIn(channel.guild_id).map(({ id, name }) => ({ sign: `@${name}`, markup: `<@&${id}>` }));
  const channels = channel.guild_id ? state.textChannels(channel.guild_id) : [];
  return [
    ...people,
    ...roles,
    ...channels.map((other) => ({ sign: `#${other.name}`, markup: `<#${other.id}>`, channel: other })),
  ];
}

/** The text with every known name as markup, code excepted. */
export function toMarkup(text, known) {
  const pattern = anyOf(known);
  if (!pattern) return text;
  const markups = new Map(known.map(({ sign, markup }) => [sign.toLowerCase(), markup]));
  const parts = text.split(CODE);
  // `split` with a group puts the code at the odd places.
  return parts
    .map((part, index) => (index % 2 ? part : part.replace(pattern, (sign) => markups.get(sign.toLowerCase()))))
    .join("");
}

/** The text with every known markup as a name, to be edited by a person. */
export function toNames(content, known) {
  return known.reduce((text, { sign, markup }) => text.replaceAll(markup, sign), content);
}

/** Matches each known name where it stands as a word of its own, the longest first. */
export function anyOf(known) {
  const signs = known.map(({ sign }) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!signs.length) return null;
  signs.sort((a, b) => b.length - a.length);
  return new RegExp(`(?<![\\p{L}\\p{N}_<])(?:${signs.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}
