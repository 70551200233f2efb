/** Turns the tree of a message into elements, and on an edit changes only the part that differs. */

import { dots, h } from "../view/dom.js";
import { timestamp } from "../view/time.js";
import { highlight } from "./highlight.js";

const CONTAINERS = {
  paragraph: () => h("div", { class: "paragraph" }),
  heading: ({ level }) => h(`h${level + 2}`, { class: `heading heading-${level}` }),
  subtext: () => h("small", { class: "subtext" }),
  quote: () => h("blockquote"),
  list: ({ ordered, start }) => (ordered ? h("ol", { start }) : h("ul")),
  item: () => h("li"),
  strong: () => h("strong"),
  em: () => h("em"),
  underline: () => h("u"),
  strike: () => h("s"),
  spoiler: () => spoiler(),
  link: ({ href }) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }),
};

const LEAVES = {
  text: ({ text }) => document.createTextNode(text),
  stretch: ({ kind, text }) => h("span", { class: `code-${kind}` }, text),
  code: ({ text }) => h("code", { class: "inline-code" }, text),
  fence: (node) => fence(node),
  mention: ({ id }, names) => h("span", { class: "pill", "data-user": id }, `@${names.user(id)}`),
  role: ({ id }, names) => h("span", { class: "pill" }, `@${names.role(id)}`),
  channel: ({ id }, names) => h("a", { class: "pill", href: `#${id}` }, `#${names.channel(id)}`),
  command: ({ name }) => h("span", { class: "pill" }, `/${name}`),
  everyone: ({ text }) => h("span", { class: "pill" }, text),
  time: ({ at, style }, { locale }) => timestamp(Number(at) * 1000, style, locale),
  thinking: ({ text }) => h("div", { class: "thinking" }, dots(), text),
  edited: ({ at }) => h("span", { class: "edited", title: new Date(at).toLocaleString() }, " (edited)"),
};

/**
 * Make `parent`, which shows the nodes `before`, show `after`. `names` gives the names of users, roles and channels,
 * and the reader's `locale`.
 *
 * Elements that stay the same are not touched, so that a selection in them, or a revealed spoiler, survives an edit.
 */
export function patch(parent, before, after, names) {
  after.forEach((node, index) => {
    const old = before[index];
    const element = parent.childNodes[index];
    if (!old) parent.append(build(node, names));
    else if (!same(old, node)) change(element, old, node, names);
  });
  while (parent.childNodes.length > after.length) parent.lastChild.remove();
}

function change(element, old, node, names) {
  if (old.type === "text" && node.type === "text" && node.text.startsWith(old.text)) {
    element.appendData(node.text.slice(old.text.length));
  } else if (node.children && same({ ...old, children: null }, { ...node, children: null })) {
    patch(element, old.children, node.children, names);
  } else if (old.type === "fence" && node.type === "fence" && old.language === node.language) {
    patch(element.querySelector("code"), stretchesOf(old), stretchesOf(node), names);
  } else {
    element.replaceWith(build(node, names));
  }
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

function build(node, names) {
  if (LEAVES[node.type]) return LEAVES[node.type](node, names);
  const element = CONTAINERS[node.type](node);
  element.append(...node.children.map((child) => build(child, names)));
  return element;
}

function fence(node) {
  const { language } = node;
  const code = h(
    "code",
    {},
    stretchesOf(node).map((stretch) => build(stretch)),
  );
  const copy = h("button", { type: "button", class: "copy", onclick: () => copyCode(copy, code.textContent) }, "Copy");
  return h("div", { class: "fence" }, h("pre", { tabindex: "0", "aria-label": `Code ${language}`.trim() }, code), copy);
}

function stretchesOf({ text, language }) {
  return highlight(text, language).map(([kind, part]) =>
    kind ? { type: "stretch", kind, text: part } : { type: "text", text: part },
  );
}

async function copyCode(button, text) {
  await navigator.clipboard.writeText(text);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

function spoiler() {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.currentTarget.classList.add("revealed");
    event.preventDefault();
  };
  const listeners = { onclick: reveal, onkeydown: reveal };
  return h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler", ...listeners });
}
