/** Files of messages: pictures are shown, texts can be looked into, the rest is to be downloaded. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const HERE = new Set(["127.0.0.1", "localhost"]);
const WIDEST = 400;
const HIGHEST = 300;
const PREVIEW_BYTES = 64 * 1024;
const PREVIEW_LINES = 6;

export function attachments(files) {
  const pictures = files.filter(isPicture).map((file) => picture({ ...file, className: "tile" }));
  const others = files.filter((file) => isSafe(file) && !isPicture(file)).map(fileCard);
  const shown = pictures.length > 0 && h("div", { class: `gallery of-${Math.min(pictures.length, 4)}` }, pictures);
  return h("div", { class: "attachments" }, shown, others);
}

/** A picture that keeps its place while it comes, and opens in full by a click. One from elsewhere is a link to it. */
export function picture({ url, width, height, filename, description, className = "" }) {
  if (!isSafe({ url })) return null;
  const words = description ?? filename ?? "Picture";
  const link = { href: url, target: "_blank", rel: "noopener noreferrer" };
  // The page asks nobody but the sandbox for anything.
  if (!HERE.has(new URL(url).hostname)) return h("a", link, `${words} ↗`);
  const image = h("img", { src: url, alt: words, title: words, loading: "lazy", class: className });
  if (width && height) {
    const scale = Math.min(1, WIDEST / width, HIGHEST / height);
    image.setAttribute("width", Math.round(width * scale));
    image.setAttribute("height", Math.round(height * scale));
  }
  return h("a", { ...link, class: "picture" }, image);
}

export function fileCard(file) {
  const { url, filename, size, description } = file;
  const link = h("a", { href: url, target: "_blank", rel: "noopener noreferrer", download: filename }, filename);
  const facts = [size !== null && size !== undefined && sizeOf(size), description].filter(Boolean).join(" · ");
  const words = h("span", { class: "two-lines" }, link, facts && h("span", { class: "activity" }, facts));
  const head = h("div", { class: "file-head" }, icon("file"), words);
  return h("div", { class: "file" }, head, isText(file) && preview(file));
}

export function sizeOf(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** The first lines of a text, and all of it for who wants to read on. */
function preview({ url }) {
  const text = h("pre", { class: "file-text" });
  const more = h("button", { type: "button", class: "link", hidden: true }, "Show all");
  const box = h("div", { class: "file-preview" }, text, more);
  fetch(url)
    .then((response) => (response.ok ? response.text() : Promise.reject(new Error(response.statusText))))
    .then((all) => {
      const lines = all.split("\n");
      text.textContent = lines.slice(0, PREVIEW_LINES).join("\n");
      more.hidden = lines.length <= PREVIEW_LINES;
      more.addEventListener("click", () => {
        const isOpen = more.textContent === "Show less";
        text.textContent = isOpen ? lines.slice(0, PREVIEW_LINES).join("\n") : all;
        more.textContent = isOpen ? "Show all" : "Show less";
      });
    })
    .catch(() => box.remove());
  return box;
}

function isSafe({ url }) {
  return /^https?:\/\//.test(url);
}

function isPicture({ url, content_type: kind, width }) {
  return isSafe({ url }) && width > 0 && kind?.startsWith("image/");
}

function isText({ content_type: kind, size }) {
  return size <= PREVIEW_BYTES && size !== null && /^(text\/|application\/(json|xml|x-yaml))/.test(kind ?? "");
}
