/** A form that the bot shows, as a dialog: what is filled in stays until the bot has taken it. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { field } from "./fields.js";

/**
 * `send({components, files})` resolves when the bot has taken the form, and rejects with what to say if it has not.
 * `place` is `{state, channel}`.
 */
export function openModal({ title, components }, place, send) {
  const fields = components.map((part) => field(part, place));
  const problem = h("div", { class: "note failure", role: "alert", hidden: true });
  const go = h("button", { class: "primary" }, "Submit");
  const cancel = h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel");
  const close = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => dialog.close() },
    icon("close"),
  );
  const submit = async (event) => {
    event.preventDefault();
    const missing = fields.find((one) => one.problem?.());
    if (missing) {
      say(missing.problem());
      return;
    }
    go.disabled = true;
    const files = [];
    try {
      await send({ components: fields.map((one) => one.read(files)), files });
      dialog.close();
    } catch (error) {
      say(error.message);
    } finally {
      go.disabled = false;
    }
  };
  const say = (words) => {
    problem.hidden = false;
    problem.replaceChildren(icon("warning"), words);
  };
  const form = h(
    "form",
    { onsubmit: submit },
    h("div", { class: "modal-head" }, h("h2", {}, title), close),
    h("div", { class: "modal-body" }, fields.map(({ element }) => element)),
    problem,
    h("div", { class: "buttons" }, cancel, go),
  );
  const dialog = h("dialog", { class: "modal", "aria-label": title }, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-body :is(input, textarea, button)")?.focus();
}
