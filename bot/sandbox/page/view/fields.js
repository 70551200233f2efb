/** The fields of a form: each is drawn, and read into what Discord's interactions carry. */

import { parseBlocks } from "../markdown/blocks.js";
import { patch } from "../markdown/render.js";
import { picked } from "./components/picked.js";
import { selectables } from "./components/selectables.js";
import { h } from "./dom.js";
import { sizeOf } from "./files.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const FILE_UPLOAD = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;
const PARAGRAPH = 2;
const INPUTS = {
  [TEXT_INPUT]: textInput,
  [FILE_UPLOAD]: fileUpload,
  [RADIO_GROUP]: radioGroup,
  [CHECKBOX_GROUP]: checkboxGroup,
  [CHECKBOX]: checkbox,
};

/** `{element, read(files), problem?()}`. Files that are given are put into `files`, and named by their place there. */
export function field(part, place) {
  if (part.type === TEXT) return textDisplay(part);
  const inner = part.type === ROW ? part.components[0] : part.component;
  const title = part.type === LABEL ? part.label : inner.label;
  const input = (INPUTS[inner.type] ?? menu)(inner, { ...place, title });
  const isNeeded = inner.required !== false && inner.type !== CHECKBOX;
  const star = isNeeded && h("span", { class: "needed", title: "Required" }, " *");
  const words = [h("span", { class: "field-title" }, title, star)];
  if (part.description) words.push(h("span", { class: "field-hint" }, part.description));
  const shape = (read) =>
    part.type === ROW ? { type: ROW, components: [read] } : { type: LABEL, id: part.id, component: read };
  const element = h(inner.type === TEXT_INPUT ? "label" : "div", { class: "field" }, words, input.element);
  const read = (files) => shape({ type: inner.type, id: inner.id, custom_id: inner.custom_id, ...input.read(files) });
  const problem = () => (isNeeded && input.isEmpty?.() ? `“${title}” has to be filled in.` : null);
  return { element, read, problem };
}

function textDisplay({ id, content }) {
  const element = h("div", { class: "markdown" });
  const names = { user: () => "user", role: () => "role", channel: () => "channel" };
  patch(element, [], parseBlocks(content), names);
  return { element, read: () => ({ type: TEXT, id }) };
}

function textInput(part, { title }) {
  const isLong = part.style === PARAGRAPH;
  const count = h("span", { class: "field-count" });
  const input = h(isLong ? "textarea" : "input", {
    "aria-label": title,
    placeholder: part.placeholder,
    minlength: part.min_length || null,
    maxlength: part.max_length ?? 4000,
    required: part.required !== false,
    rows: isLong ? "6" : null,
    autocomplete: "off",
    oninput: () => tell(),
  });
  input.value = part.value ?? "";
  const tell = () => {
    count.textContent = part.max_length || isLong ? `${[...input.value].length} / ${part.max_length ?? 4000}` : "";
  };
  tell();
  const element = h("span", { class: "field-input" }, input, count);
  return { element, read: () => ({ value: input.value }) };
}

function menu(part, { state, channel, title }) {
  const { min_values: least = 1, max_values: most = 1, required } = part;
  const box = picked({
    label: part.placeholder ?? title,
    options: () => selectables(part, state, channel),
    chosen: selectables.defaults(part),
    least: required === false ? 0 : least,
    most,
  });
  return { element: box.element, read: () => ({ values: box.values() }), isEmpty: () => !box.values().length };
}

function radioGroup(part, { title }) {
  const inputs = choicesOf(part, "radio");
  const value = () => inputs.find(({ input }) => input.checked)?.value ?? null;
  const element = h("div", { role: "radiogroup", "aria-label": title, class: "field-choices" }, rowsOf(inputs));
  return { element, read: () => ({ value: value() }), isEmpty: () => value() === null };
}

function checkboxGroup(part, { title }) {
  const inputs = choicesOf(part, "checkbox");
  const most = part.max_values ?? inputs.length;
  const values = () => inputs.filter(({ input }) => input.checked).map(({ value }) => value);
  const element = h("div", { role: "group", "aria-label": title, class: "field-choices" }, rowsOf(inputs));
  element.addEventListener("change", () => {
    for (const { input } of inputs) input.disabled = !input.checked && values().length >= most;
  });
  return { element, read: () => ({ values: values() }), isEmpty: () => values().length < (part.min_values ?? 1) };
}

function checkbox(part, { title }) {
  const input = h("input", { type: "checkbox", checked: part.default, "aria-label": title });
  return { element: input, read: () => ({ value: input.checked }) };
}

function fileUpload(part, { title }) {
  const { min_values: least = 1, max_values: most = 1 } = part;
  const list = h("ul", { class: "field-files" });
  const input = h("input", { type: "file", multiple: most > 1, "aria-label": title });
  const chosen = () => [...input.files].slice(0, most);
  input.addEventListener("change", () => {
    list.replaceChildren(...chosen().map(({ name, size }) => h("li", {}, `${name} · ${sizeOf(size)}`)));
  });
  const read = (files) => ({ values: chosen().map((file) => String(files.push(file) - 1)) });
  return { element: h("div", {}, input, list), read, isEmpty: () => chosen().length < Math.max(least, 1) };
}

function choicesOf({ options, custom_id: name }, type) {
  return options.map(({ label, value, description, default: isChosen }) => {
    const input = h("input", { type, name: `field-${name}`, value, checked: isChosen });
    return { input, value, label, description };
  });
}

function rowsOf(inputs) {
  return inputs.map(({ input, label, description }) => {
    const words = h(
      "span",
      { class: "two-lines" },
      h("span", {}, label),
      description && h("span", { class: "activity" }, description),
    );
    return h("label", { class: "field-choice" }, input, words);
  });
}
