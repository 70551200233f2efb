/** What the box can offer to complete at the caret: commands and their options, people, channels. */

import { ATTACHMENT, callName, find, optionSpans, othersThan } from "./commands.js";

const BOOLEAN = 5;
const MOST = 25;

/**
 * `{title, from, to, items, passive}`: each item of `{label, detail, aside, insert, user?}` would replace the text
 * from `from` to `to`.
 * Null where there is nothing to offer. Of a `passive` offer nothing is chosen until the person asks for it.
 */
export function completionsAt(text, caret, { commands, known, remote }) {
  const before = text.slice(0, caret);
  const offer = text.startsWith("/") ? ofCommands(text, before, commands, remote) : null;
  const found = offer ?? ofNames(before, known);
  return found?.items.length ? { ...found, to: caret, items: found.items.slice(0, MOST) } : null;
}

function ofCommands(text, before, commands, remote) {
  const leaf = find(before, commands);
  if (leaf && before.length > callName(leaf).length) return ofOptions(text, before, leaf, remote);
  const begun = before.toLowerCase();
  const items = commands.filter((command) => callName(command).toLowerCase().startsWith(begun)).map(commandItem);
  return items.length ? { title: "Commands", from: 0, items } : null;
}

function commandItem(leaf) {
  const first = leaf.options.find(({ required, type }) => required && type !== ATTACHMENT);
  return {
    label: callName(leaf),
    options: leaf.options.map(({ name, required }) => (required ? name : `${name}?`)),
    detail: leaf.description,
    aside: leaf.application?.name,
    insert: first ? `${callName(leaf)} ${first.name}:` : `${callName(leaf)} `,
  };
}

function ofOptions(text, before, leaf, remote) {
  const spans = optionSpans(before, leaf);
  const current = spans.at(-1);
  if (current && choicesOf(current.option).length) return ofChoices(before, current);
  if (current?.option.autocomplete && remote) return ofRemote(text, before, leaf, current, remote);
  const word = /\s(\S*)$/.exec(before);
  if (!word) return null;
  const named = optionSpans(text, leaf).map(({ option }) => option.name);
  const isOpen = ({ name, type }) => !named.includes(name) && type !== ATTACHMENT && name.startsWith(word[1]);
  const open = leaf.options.filter(isOpen);
  const items = open.map(({ name, description, required }) => ({
    label: name,
    detail: description,
    aside: required ? null : "optional",
    insert: `${name}:`,
  }));
  // Inside a value Enter has to send, so what is only optional waits to be chosen.
  const passive = Boolean(current) && !open.some(({ required }) => required);
  return { title: `Options of ${callName(leaf)}`, from: before.length - word[1].length, items, passive };
}

function ofChoices(before, { option, valueStart }) {
  const typed = before.slice(valueStart).trimStart();
  const fit = choicesOf(option).filter(
    (choice) => choice.toLowerCase().startsWith(typed.toLowerCase()) && choice !== typed,
  );
  const items = fit.map((choice) => ({ label: choice, insert: `${choice} ` }));
  return { title: option.description, from: before.length - typed.length, items };
}

/** What the bot offers for an option. One may also type something else. */
function ofRemote(text, before, leaf, { option, valueStart }, remote) {
  const typed = before.slice(valueStart).trim();
  const choices = remote.choices(leaf, option, typed, othersThan(option, text, leaf)) ?? [];
  const from = valueStart + (before.slice(valueStart).length - before.slice(valueStart).trimStart().length);
  const items = choices
    .filter(({ name }) => name !== typed)
    .map(({ name }) => ({ label: name, insert: `${name} ` }));
  return { title: option.description, from, items };
}

function choicesOf(option) {
  if (option.type === BOOLEAN) return ["True", "False"];
  return option.choices?.map(({ name }) => name) ?? [];
}

function ofNames(before, known) {
  const word = /(?<![\p{L}\p{N}_])([@#][^\s@#]*)$/u.exec(before)?.[1];
  if (!word) return null;
  const isMeant = ({ sign, user }) =>
    [sign, user && `@${user.username}`].some((name) => name?.toLowerCase().startsWith(word.toLowerCase()));
  const items = known.filter(isMeant).map(({ sign, user }) => ({
    label: user ? sign.slice(1) : sign,
    aside: user?.username,
    insert: `${sign} `,
    user,
  }));
  return { title: word[0] === "@" ? "Members" : "Text channels", from: before.length - word.length, items };
}
