/** The buttons and menus under a message, and which of them is being answered. */

import { dots, h } from "./dom.js";
import { icon } from "./icons.js";

const ROW = 1;
const BUTTON = 2;
const SELECT = 3;
const LINK = 5;
const DRAWN = { [BUTTON]: button, [SELECT]: select };

export const components = {
  facts(message, press) {
    const rows = (message.components ?? []).filter(({ type }) => type === ROW);
    const failure = press?.failure ?? null;
    return rows.length || failure ? { rows, pending: press?.nonce ? press.customId : null, failure } : null;
  },

  build(message, { rows, pending, failure }, actions) {
    const use = (component, values) => pending === null && actions.press(message.id, component, values);
    const drawn = rows.map((row) => {
      const parts = row.components.map((component) => DRAWN[component.type]?.(component, { pending, use }));
      return h("div", { class: "component-row", role: "group", "aria-label": "Message buttons" }, parts);
    });
    const note = failure && h("div", { class: "note failure", role: "alert" }, icon("warning"), failure);
    return h("div", { class: "components" }, drawn, note);
  },
};

function button(component, { pending, use }) {
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

function select(component, { pending, use }) {
  const { placeholder, options, disabled, custom_id: customId } = component;
  const chosen = options.find((option) => option.default);
  const entries = options.map(({ label, value, description }) =>
    h("option", { value, selected: value === chosen?.value, title: description }, label),
  );
  const hint = placeholder ?? "Make a selection";
  const attributes = {
    class: "component",
    "data-key": customId,
    "aria-label": hint,
    disabled: disabled || pending !== null,
    onchange: ({ target }) => use(component, [target.value]),
  };
  return h("select", attributes, !chosen && h("option", { value: "", disabled: true, selected: true }, hint), entries);
}
