/** Reads a message as Discord does: code fences, headings, quotes, lists, subtext; the rest is paragraphs. */

import { parseInline } from "./inline.js";

const FENCE = /```(?:([\w+#.-]+)\n)?\n*([^\n][^]*?)\n*```\n?/y;
const QUOTE_REST = />>> ([^]*)/y;
const QUOTE = /(?:> [^\n]*(?:\n|$))+/y;
const HEADING = /(#{1,3}) +([^\n]*[^\s#][^\n]*)(?:\n|$)/y;
const SUBTEXT = /-# +([^\n]*\S[^\n]*)(?:\n|$)/y;
const LIST =
  /(?: {0,3}(?:[-*]|\d{1,9}\.) +\S[^\n]*(?:\n|$)(?: *(?:[-*]|\d{1,9}\.) +\S[^\n]*(?:\n|$)| {2,}\S[^\n]*(?:\n|$))*)/y;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;

const QUOTE_RULES = [
  { pattern: QUOTE_REST, read: ([, rest]) => quote(rest) },
  { pattern: QUOTE, read: ([lines]) => quote(lines.replace(/^> /gm, "")) },
];
const LINE_RULES = [
  {
    pattern: HEADING,
    read: ([, marks, title]) => ({ type: "heading", level: marks.length, children: parseInline(title.trim()) }),
  },
  { pattern: SUBTEXT, read: ([, line]) => ({ type: "subtext", children: parseInline(line) }) },
  { pattern: LIST, read: ([lines]) => readList(itemsOf(lines)) },
];

/** The blocks of a message: an array of `{type, ...}` nodes as `parseInline` makes them. */
export function parseBlocks(source) {
  return read(source, [...QUOTE_RULES, ...LINE_RULES]);
}

/** A quote holds every kind of block but another quote. */
function quote(inside) {
  return { type: "quote", children: read(inside, LINE_RULES) };
}

function read(source, rules) {
  const blocks = [];
  let paragraph = "";
  const flush = () => {
    // The line break before a block is the block's own. Where an empty line is between them, it takes both to show it.
    const body = paragraph.replace(/(?<!\n)\n$/, "");
    if (body) blocks.push({ type: "paragraph", children: parseInline(body) });
    paragraph = "";
  };
  let at = 0;
  while (at < source.length) {
    const block = blockAt(source, at, rules);
    if (block) {
      flush();
      blocks.push(block.node);
      at += block.length;
      continue;
    }
    const end = endOfText(source, at);
    paragraph += source.slice(at, end);
    at = end;
  }
  flush();
  return blocks;
}

function blockAt(source, at, rules) {
  const fence = matchAt(FENCE, source, at);
  if (fence) return { node: { type: "fence", language: fence[1] ?? "", text: fence[2] }, length: fence[0].length };
  if (at > 0 && source[at - 1] !== "\n") return null;
  for (const rule of rules) {
    const match = matchAt(rule.pattern, source, at);
    if (match) return { node: rule.read(match), length: match[0].length };
  }
  return null;
}

/** Plain text reaches to the end of its line, or to a fence that opens inside the line. */
function endOfText(source, at) {
  const lineEnd = source.indexOf("\n", at);
  const end = lineEnd < 0 ? source.length : lineEnd + 1;
  for (let fence = source.indexOf("```", at + 1); fence >= 0 && fence < end; fence = source.indexOf("```", fence + 1)) {
    if (matchAt(FENCE, source, fence)) return fence;
  }
  return end;
}

function matchAt(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** List lines as {indent, marker, text}; a line without a marker, or of code, belongs to the item above it. */
function itemsOf(lines) {
  const items = [];
  for (const line of lines.replace(/\n$/, "").split("\n")) {
    const last = items.at(-1);
    const match = last && isInFence(last.text) ? null : ITEM.exec(line);
    if (match) {
      const [whole, indent, marker, text] = match;
      items.push({ indent: indent.length, marker, text, width: whole.length - text.length });
    } else {
      last.text += `\n${line.replace(new RegExp(`^ {0,${last.width}}`), "")}`;
    }
  }
  return items;
}

function isInFence(text) {
  return text.split("```").length % 2 === 0;
}

/** An item holds text and code. */
function itemNodes(text) {
  return read(text, []).flatMap((block) => (block.type === "paragraph" ? block.children : [block]));
}

/** Items indented deeper than the first are lists inside the item above them. */
function readList(items) {
  const [first] = items;
  const ordered = first.marker.endsWith(".");
  const children = [];
  let at = 0;
  while (at < items.length) {
    let end = at + 1;
    while (end < items.length && items[end].indent > first.indent) end += 1;
    const inner = items.slice(at + 1, end);
    const own = itemNodes(items[at].text);
    children.push({ type: "item", children: inner.length ? [...own, readList(inner)] : own });
    at = end;
  }
  return { type: "list", ordered, start: ordered ? Number.parseInt(first.marker, 10) : 1, children };
}
