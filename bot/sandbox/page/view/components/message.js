/** The components of a message: buttons and menus, or a whole layout of them, and which of them is being answered. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { drawn } from "./drawn.js";

export const components = {
  facts(message, press) {
    const parts = message.components ?? [];
    const failure = press?.failure ?? null;
    const pending = press?.nonce ? press.customId : null;
    const chosen = press?.values ? { [press.customId]: press.values } : {};
    return parts.length || failure ? { parts, pending, chosen, failure } : null;
  },

  /** `place` is `{state, channel, names}`: what a menu can offer, and how mentions in texts are called. */
  build(message, { parts, pending, chosen, failure }, actions, place) {
    const use = (component, values) => pending === null && actions.press(message.id, component, values);
    const note = failure && h("div", { class: "note failure", role: "alert" }, icon("warning"), failure);
    return h("div", { class: "components" }, drawn(parts, { ...place, pending, chosen, use }), note);
  },
};
