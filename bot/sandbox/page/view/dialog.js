/** Small questions asked over the page: a name for a thread, whether a message is to be deleted. */

import { h } from "./dom.js";

/** Ask for a line of text. Resolves to it, or to null where the person thinks better of it. */
export async function askFor({ title, label, value, action, maxlength }) {
  const input = h("input", { value, maxlength, required: true, "aria-label": label });
  const body = h("label", { class: "field" }, h("span", {}, label), input);
  const agreed = await open({ title, body, action, opened: () => input.select() });
  return agreed ? input.value.trim() || null : null;
}

/** Ask whether to do what `action` says. Resolves to true or false. */
export function confirm({ title, text, action }) {
  return open({ title, body: h("p", {}, text), action });
}

/** Say something that has only to be read. */
export function tell({ title, text }) {
  return open({ title, body: h("p", {}, text), action: "OK", isQuestion: false });
}

/** Do it, and say in a dialog why it could not be done. */
export async function attempt(action) {
  try {
    await action();
  } catch (error) {
    await tell({ title: "That did not work", text: error.message });
  }
}

function open({ title, body, action, isQuestion = true, opened = () => {} }) {
  const cancel = h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel");
  const go = h("button", { class: "primary", value: "go" }, action);
  const buttons = h("div", { class: "buttons" }, isQuestion && cancel, go);
  const dialog = h(
    "dialog",
    { "aria-label": title },
    h("form", { method: "dialog" }, h("h2", {}, title), body, buttons),
  );
  document.body.append(dialog);
  dialog.showModal();
  opened();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
  });
}
