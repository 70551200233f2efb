/** Reads what stands inside a line: emphasis, code, links, mentions. Gives a tree, knows nothing of the DOM. */

const nest = (type, pattern) => ({ pattern, read: (match) => ({ type, children: parseInline(match[1]) }) });

/** Tried in this order at every character that could open something. */
const RULES = [
  { pattern: /\\([^0-9A-Za-z\s])/y, read: ([, character]) => text(character) },
  { pattern: /(`+)([^]*?[^`])\1(?!`)/y, read: ([, , code]) => ({ type: "code", text: trimCode(code) }) },
  nest("strong", /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y),
  nest("underline", /__((?:\\[^]|[^\\])+?)__(?!_)/y),
  nest("em", /\*(?![\s*])((?:\*\*|\\[^]|[^\\*])+?)(?<!\s)\*(?!\*)/y),
  nest("em", /(?<![\p{L}\p{N}_])_(?!_)((?:__|\\[^]|[^\\_])+?)_(?![\p{L}\p{N}])/uy),
  nest("strike", /~~([^]+?)~~/y),
  nest("spoiler", /\|\|([^]+?)\|\|/y),
  {
    pattern: /\[([^[\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/y,
    read: ([, label, href]) => ({ type: "link", href, children: parseInline(label) }),
  },
  { pattern: /<@!?(\d+)>/y, read: ([, id]) => ({ type: "mention", id }) },
  { pattern: /<@&(\d+)>/y, read: ([, id]) => ({ type: "role", id }) },
  { pattern: /<#(\d+)>/y, read: ([, id]) => ({ type: "channel", id }) },
  { pattern: /<\/([^:>]{1,100}):(\d+)>/y, read: ([, name]) => ({ type: "command", name }) },
  { pattern: /<a?(:\w{2,32}:)\d+>/y, read: ([, name]) => text(name) },
  {
    pattern: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    read: ([, at, style]) => ({ type: "time", at, style: style ?? "f" }),
  },
  { pattern: /@(everyone|here)\b/y, read: ([whole]) => ({ type: "everyone", text: whole }) },
  { pattern: /<(https?:\/\/[^\s>]+)>/y, read: ([, href]) => link(href) },
  {
    pattern: /https?:\/\/[^\s<]+/y,
    read: ([found]) => link(trimUrl(found)),
    length: ([found]) => trimUrl(found).length,
  },
];
const OPENERS = /[\\`*_~|[<@h]/g;

/** The nodes of a stretch of text. Every node is `{type, text}` or `{type, children}` and a few plain attributes. */
export function parseInline(source) {
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < source.length) {
    const found = ruleAt(source, at);
    if (!found) {
      const next = nextOpener(source, at + 1);
      plain += source.slice(at, next);
      at = next;
      continue;
    }
    if (found.node.type === "text") plain += found.node.text;
    else {
      if (plain) nodes.push(text(plain));
      plain = "";
      nodes.push(found.node);
    }
    at += found.length;
  }
  if (plain) nodes.push(text(plain));
  return nodes;
}

function nextOpener(source, from) {
  OPENERS.lastIndex = from;
  return OPENERS.exec(source)?.index ?? source.length;
}

function ruleAt(source, at) {
  for (const rule of RULES) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(source);
    if (match) return { node: rule.read(match), length: rule.length?.(match) ?? match[0].length };
  }
  return null;
}

function text(value) {
  return { type: "text", text: value };
}

function link(href) {
  return { type: "link", href, children: [text(href)] };
}

/** One space beside a backtick is there only to keep the two apart. */
function trimCode(code) {
  return code.replace(/^ (?=`)|(?<=`) $/g, "");
}

/** A sentence's own punctuation, or the bracket a link stands in, is not part of the address. */
function trimUrl(found) {
  let url = found.replace(/[.,:;!?'"\]*_~|]+$/, "");
  while (url.endsWith(")") && url.split("(").length < url.split(")").length) url = url.slice(0, -1);
  return url;
}
