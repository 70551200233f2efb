/** A button of a message: pressed, or a link out of it. */

import { dots, h } from "../dom.js";

const LINK = 5;

export function button(component, { pending, use }) {
  const { style, label, emoji, url, disabled, custom_id: customId } = component;
  const face = [emoji && h("span", { class: "component-emoji" }, emoji.name), label && h("span", {}, label)];
  if (style === LINK) {
    if (!/^https?:\/\//.test(url)) return null;
    return h("a", { class: "component link-out", href: url, target: "_blank", rel: "noopener noreferrer" }, face, " ↗");
  }
  const isPending = pending === customId;
  const attributes = {
    type: "button",
    class: `component style-${style}`,
    "data-key": customId,
    "aria-label": label ? null : emoji?.name,
    // Resting it keeps the focus, which a disabled one would lose.
    "aria-disabled": pending === null ? null : "true",
    "aria-busy": isPending ? "true" : null,
    disabled,
    onclick: () => use(component),
  };
  return h("button", attributes, face, isPending && dots());
}
