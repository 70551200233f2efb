/** Reads a slash command that was typed as text, `/ask prompt:Why?`, into what Discord's interactions carry. */

const SUBCOMMAND = 1;
const GROUP = 2;
const SLASH = 1;
const MESSAGE = 3;
/** An option that holds a file. */
export const ATTACHMENT = 11;
const READERS = {
  3: (text) => text,
  4: (text, name) => readNumber(text, name, Number.isInteger, "a whole number"),
  5: (text, name) => readTruth(text, name),
  6: (text, name) => readId(text, /^<@!?(\d+)>$/, name, "a person, as in @Ada"),
  7: (text, name) => readId(text, /^<#(\d+)>$/, name, "a channel, as in #general"),
  8: (text, name) => readId(text, /^<@&(\d+)>$/, name, "a role, as in @Moderators"),
  9: (text, name) => readId(text, /^<@[!&]?(\d+)>$/, name, "a person or a role, as in @Ada"),
  10: (text, name) => readNumber(text, name, Number.isFinite, "a number"),
};

/** What was typed is not a complete command. `message` says what is missing. */
export class CommandError extends Error {}

/**
 * Every command that can be typed, subcommands each by themselves.
 *
 * One is `{words, keys, description, options, command, application}`; "/" and its words joined by spaces call it. Words
 * and names are in the language `locale`; `keys`, and an option's `key`, are what the bot calls them.
 */
export function callable({ applications, application_commands: commands }, locale) {
  const application = (command) => applications.find(({ id }) => id === command.application_id);
  const slash = commands.filter(({ type }) => (type ?? SLASH) === SLASH);
  const none = { words: [], keys: [] };
  return slash.flatMap((command) => leaves(command, none, { command, application: application(command) }, locale));
}

/** The commands that are in the menu of messages: `{command, application, name}`. */
export function messageMenus({ applications, application_commands: commands }, locale) {
  const inMenu = commands.filter(({ type }) => type === MESSAGE);
  return inMenu.map((command) => ({
    command,
    name: translated(command, "name", locale),
    application: applications.find(({ id }) => id === command.application_id),
  }));
}

/** The `data` of the interaction that a choice from a message's menu asks for. */
export function readMenu({ command: { id, name, version } }, message) {
  return { id, name, type: MESSAGE, version, target_id: message.id };
}

function leaves(part, above, shared, locale) {
  const way = { words: [...above.words, translated(part, "name", locale)], keys: [...above.keys, part.name] };
  const options = part.options ?? [];
  const inner = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (inner.length) return inner.flatMap((option) => leaves(option, way, shared, locale));
  const description = translated(part, "description", locale);
  return [{ ...shared, ...way, description, options: options.map((option) => localized(option, locale)) }];
}

function localized(option, locale) {
  return {
    ...option,
    key: option.name,
    name: translated(option, "name", locale),
    description: translated(option, "description", locale),
    choices: option.choices?.map((choice) => ({ ...choice, name: translated(choice, "name", locale) })),
  };
}

function translated(part, field, locale) {
  return part[`${field}_localizations`]?.[locale] ?? part[field];
}

export function callName(leaf) {
  return `/${leaf.words.join(" ")}`;
}

/** The command that the text calls, or undefined. */
export function find(text, commands) {
  const calls = commands.filter((leaf) => text === callName(leaf) || text.startsWith(`${callName(leaf)} `));
  return calls.sort((a, b) => b.words.length - a.words.length)[0];
}

/** True for "/something" alone: meant as a command although there is none of that name. */
export function looksLikeCommand(text) {
  return /^\/[\p{L}\p{N}_-]{1,32}\s*$/u.test(text);
}

/** Where each named option stands in the text: `[{option, start, valueStart, end}]` in order. */
export function optionSpans(text, leaf) {
  const names = leaf.options.map(({ name }) => name).join("|");
  if (!names) return [];
  const found = [...text.matchAll(new RegExp(`(?<=\\s)(${names}):`, "g"))];
  const firsts = found.filter((match, index) => found.findIndex((other) => other[1] === match[1]) === index);
  return firsts.map((match, index) => ({
    option: leaf.options.find(({ name }) => name === match[1]),
    start: match.index,
    valueStart: match.index + match[0].length,
    end: firsts[index + 1]?.index ?? text.length,
  }));
}

/** The `data` with which the bot is asked for what could stand in an option that is being typed. */
export function readTyping(leaf, { key, type }, typed, others) {
  const options = [...others, { type, name: key, value: typed, focused: true }];
  const { command } = leaf;
  return { id: command.id, name: command.name, type: SLASH, version: command.version, options: nested(leaf, options) };
}

/** The options that are filled in beside the one that is being typed, as far as they can be read. */
export function othersThan(option, text, leaf) {
  const spans = optionSpans(text, leaf).filter((span) => span.option !== option);
  return spans.flatMap(({ option: { key, type, ...rest }, valueStart, end }) => {
    try {
      return [{ type, name: key, value: readValue(text.slice(valueStart, end).trim(), { type, ...rest }) }];
    } catch {
      return [];
    }
  });
}

/**
 * The `data` of the interaction that the text asks for. Raises CommandError where it is not complete.
 *
 * `valueOf(option, text)` tells what is meant by a choice that the bot has offered. Options that hold a file take those
 * that are attached, in their order.
 */
export function readCall(text, leaf, { valueOf = () => undefined, files = 0 } = {}) {
  const values = valuesOf(text, leaf);
  const holders = leaf.options.filter(({ type }) => type === ATTACHMENT);
  if (files > holders.length) throw new CommandError(`${callName(leaf)} does not take that many files.`);
  holders.slice(0, files).forEach(({ name }, key) => values.set(name, String(key)));
  for (const { name, required, type } of leaf.options) {
    if (required && !values.get(name) && type === ATTACHMENT)
      throw new CommandError(`${callName(leaf)} needs ${name}: attach a file with + or drop it here.`);
    if (required && !values.get(name))
      throw new CommandError(`${callName(leaf)} needs ${name}: type “${name}:” and its text.`);
  }
  const given = leaf.options.filter(({ name }) => values.get(name));
  const options = given.map((option) => ({
    type: option.type,
    name: option.key,
    value: valueOf(option, values.get(option.name)) ?? readValue(values.get(option.name), option),
  }));
  const { command } = leaf;
  return { id: command.id, name: command.name, type: SLASH, version: command.version, options: nested(leaf, options) };
}

/** Text before the first named option belongs to the first option that is not named. */
function valuesOf(text, leaf) {
  const spans = optionSpans(text, leaf);
  const values = new Map(spans.map(({ option, valueStart, end }) => [option.name, text.slice(valueStart, end).trim()]));
  const loose = text.slice(callName(leaf).length, spans[0]?.start).trim();
  if (!loose) return values;
  const unnamed = leaf.options.find(({ name, type }) => !values.has(name) && type !== ATTACHMENT);
  if (!unnamed) throw new CommandError(`${callName(leaf)} does not take “${loose}”.`);
  return values.set(unnamed.name, loose);
}

/** Options of a subcommand stand inside it, and it inside its group. */
function nested(leaf, options) {
  const inner = leaf.keys.slice(1);
  return inner.reduceRight(
    (below, name, depth) => [{ type: depth === inner.length - 1 ? SUBCOMMAND : GROUP, name, options: below }],
    options,
  );
}

function readValue(text, { name, type, choices }) {
  const choice = choices?.find((one) => one.name === text || String(one.value) === text);
  if (choice) return choice.value;
  if (choices?.length) throw new CommandError(`${name} is one of: ${choices.map((one) => one.name).join(", ")}.`);
  return (READERS[type] ?? READERS[3])(text, name);
}

function readNumber(text, name, isFit, wanted) {
  const number = Number(text);
  if (!isFit(number)) throw new CommandError(`${name} has to be ${wanted}.`);
  return number;
}

function readTruth(text, name) {
  if (!/^(true|false)$/i.test(text)) throw new CommandError(`${name} has to be True or False.`);
  return text.toLowerCase() === "true";
}

function readId(text, pattern, name, wanted) {
  const match = pattern.exec(text);
  if (!match) throw new CommandError(`${name} has to be ${wanted}.`);
  return match[1];
}
