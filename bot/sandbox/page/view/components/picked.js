/** A button that stands for a choice: it says what is chosen, and opens the list to choose from. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openPicker } from "./picker.js";

/**
 * `{element, values()}`. `options()` gives what there is to choose from when it is needed; `changed(values)` is told
 * of a choice. One that `isResting` waits for an answer and cannot be opened.
 */
export function picked({ label, key, options, chosen = [], least, most, disabled, isResting, changed = () => {} }) {
  let values = chosen;
  const words = h("span", { class: "picked-words" });
  const attributes = {
    type: "button",
    class: "picked",
    "data-key": key,
    "aria-haspopup": "listbox",
    "aria-label": label,
    "aria-disabled": isResting ? "true" : null,
    disabled,
    onclick: () => !isResting && open(),
  };
  const element = h("button", attributes, words, icon("chevron"));
  const show = () => {
    const known = options().filter(({ value }) => values.includes(value));
    words.textContent = known.map(named).join(", ") || label;
    words.classList.toggle("placeholder", !known.length);
  };
  const open = () => {
    const done = (fresh) => {
      values = fresh;
      show();
      changed(fresh);
    };
    openPicker(element, { label, options: options(), chosen: values, least, most, done });
  };
  show();
  return { element, values: () => values };
}

function named({ emoji, label }) {
  return emoji ? `${emoji} ${label}` : label;
}
