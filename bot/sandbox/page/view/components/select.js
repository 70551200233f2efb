/** A menu of a message: a button that says what is chosen and opens the list to choose from. */

import { dots } from "../dom.js";
import { picked } from "./picked.js";
import { selectables } from "./selectables.js";

export function select(component, { state, channel, pending, chosen, use }) {
  const { custom_id: customId, placeholder, min_values: least = 1, max_values: most = 1 } = component;
  const isPending = pending === customId;
  const field = picked({
    label: placeholder ?? "Make a selection",
    key: customId,
    options: () => selectables(component, state, channel),
    chosen: chosen[customId] ?? selectables.defaults(component),
    least,
    most,
    disabled: component.disabled,
    isResting: pending !== null,
    changed: (values) => use(component, values),
  });
  field.element.classList.add("component");
  if (isPending) {
    field.element.setAttribute("aria-busy", "true");
    field.element.append(dots());
  }
  return field.element;
}
