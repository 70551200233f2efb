/** Draws components by their kind. What is not known is left out. */

import { h } from "../dom.js";
import { button } from "./button.js";
import { LAYOUT } from "./layout.js";
import { select } from "./select.js";

const KINDS = { 1: row, 2: button, 3: select, 5: select, 6: select, 7: select, 8: select, ...LAYOUT };

/** `context` is `{state, channel, names, pending, chosen, use}`: see message.js. */
export function drawn(parts, context) {
  return parts.map((part) => KINDS[part.type]?.(part, context, drawn));
}

function row({ components }, context) {
  const attributes = { class: "component-row", role: "group", "aria-label": "Message buttons" };
  return h("div", attributes, drawn(components, context));
}
