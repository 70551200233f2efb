/** The text of the box as it lies under the text area: same letters, with a ground behind names and commands. */

import { callName, find, optionSpans } from "../commands.js";
import { anyOf } from "../mentions.js";
import { h } from "./dom.js";

/** Nodes whose text is exactly `text`, so that both layers break their lines at the same places. */
export function mirrored(text, { commands, known }) {
  const leaf = text.startsWith("/") ? find(text.trimEnd(), commands) : null;
  const marks = leaf ? commandMarks(text, leaf) : nameMarks(text, known);
  const nodes = [];
  let at = 0;
  for (const { start, end, className } of marks) {
    nodes.push(text.slice(at, start), h("span", { class: className }, text.slice(start, end)));
    at = end;
  }
  // A line break at the very end has no height of its own.
  return [...nodes, text.slice(at), text.endsWith("\n") ? "\u200b" : ""];
}

/** The box on the screen of the character that the caret stands before, or of the last one. */
export function caretIn(mirror, offset) {
  const range = document.createRange();
  range.selectNodeContents(mirror);
  let left = offset;
  for (const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const { currentNode: node } = walker;
    if (left < node.length) {
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      break;
    }
    left -= node.length;
  }
  return [...range.getClientRects()].at(-1) ?? mirror.getBoundingClientRect();
}

function commandMarks(text, leaf) {
  const call = { start: 0, end: callName(leaf).length, className: "mirror-command" };
  const options = optionSpans(text, leaf).map(({ start, valueStart }) => ({
    start,
    end: valueStart,
    className: "mirror-option",
  }));
  return [call, ...options];
}

function nameMarks(text, known) {
  const pattern = anyOf(known);
  const found = pattern ? [...text.matchAll(pattern)] : [];
  return found.map((match) => ({ start: match.index, end: match.index + match[0].length, className: "mirror-name" }));
}
