/** Components of the second version: texts, boxes, pictures and files, laid out as the bot says. */

import { parseBlocks } from "../../markdown/blocks.js";
import { patch } from "../../markdown/render.js";
import { fileCard, picture } from "../files.js";
import { h } from "../dom.js";

const LARGE = 2;

export const LAYOUT = { 9: section, 10: text, 11: thumbnail, 12: gallery, 13: file, 14: separator, 17: container };

function text({ content }, { names }) {
  const element = h("div", { class: "markdown" });
  patch(element, [], parseBlocks(content), names);
  return element;
}

function section({ components, accessory }, context, drawn) {
  const beside = h("div", { class: "accessory" }, drawn([accessory], context));
  return h("div", { class: "section" }, h("div", { class: "section-texts" }, drawn(components, context)), beside);
}

function container({ components, accent_color: colour, spoiler }, context, drawn) {
  const classes = `container${spoiler ? " spoiler-box" : ""}`;
  const box = h("div", { class: classes, role: "group" }, drawn(components, context));
  if (Number.isInteger(colour)) box.style.borderLeftColor = `#${colour.toString(16).padStart(6, "0")}`;
  if (spoiler) box.addEventListener("click", () => box.classList.remove("spoiler-box"), { once: true });
  return box;
}

function separator({ divider, spacing }) {
  const classes = ["separator", divider === false && "bare", spacing === LARGE && "wide"];
  return h("div", { class: classes.filter(Boolean).join(" "), role: divider === false ? null : "separator" });
}

function thumbnail({ media, description }) {
  return picture({ ...media, description, className: "thumbnail" });
}

function gallery({ items }) {
  const pictures = items.map(({ media, description }) => picture({ ...media, description, className: "tile" }));
  return h("div", { class: `gallery of-${Math.min(items.length, 4)}` }, pictures);
}

function file({ file: media, name, size }) {
  return fileCard({ url: media.url, filename: name ?? media.url, size: size ?? null, content_type: media.content_type });
}
