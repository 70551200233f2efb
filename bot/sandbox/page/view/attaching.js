/** The files that go with the next message: chosen by a button, dropped onto the page, or pasted. */

import { h } from "./dom.js";
import { sizeOf } from "./files.js";
import { icon } from "./icons.js";

/** The most files of a message. */
export const MOST = 10;

export class Attaching {
  button;
  /** The files that were chosen, over the box. */
  tray = h("ul", { class: "tray", "aria-label": "Files to send", hidden: true });
  #files = [];
  #say;

  /** `say(sentence, kind)` tells why a file was not taken; `focus()` goes back to the box. */
  constructor({ say, focus }) {
    this.#say = say;
    const input = h("input", { type: "file", multiple: true, hidden: true, id: "files", tabindex: "-1" });
    input.addEventListener("change", () => {
      this.add([...input.files]);
      input.value = "";
      focus();
    });
    const words = { "aria-label": "Attach files", title: "Attach files" };
    const choose = h("button", { type: "button", class: "icon-button attach", ...words }, icon("plus"));
    choose.addEventListener("click", () => input.click());
    this.button = h("span", {}, choose, input);
  }

  get files() {
    return [...this.#files];
  }

  add(files) {
    const room = MOST - this.#files.length;
    if (files.length > room) this.#say(`A message has at most ${MOST} files.`, "problem");
    this.set([...this.#files, ...files.slice(0, room)]);
  }

  set(files) {
    this.#files = files;
    this.#show();
  }

  #show() {
    this.tray.hidden = !this.#files.length;
    for (const image of this.tray.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.tray.replaceChildren(...this.#files.map((file) => this.#entry(file)));
  }

  #entry(file) {
    const label = `Remove ${file.name}`;
    const remove = () => this.set(this.#files.filter((other) => other !== file));
    const isPicture = file.type.startsWith("image/");
    const face = isPicture ? h("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file");
    const words = h(
      "span",
      { class: "two-lines" },
      h("span", { class: "file-name" }, file.name),
      h("span", { class: "activity" }, sizeOf(file.size)),
    );
    const button = { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: remove };
    return h("li", {}, face, words, h("button", button, icon("close")));
  }
}

/** Let files be dropped anywhere on `root`, which shows that it would take them. */
export function takeDrops(root, take) {
  const hasFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const show = (change) => {
    depth = Math.max(0, depth + change);
    root.classList.toggle("dropping", depth > 0);
  };
  root.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  root.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  root.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  root.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(-depth);
    take([...event.dataTransfer.files]);
  });
}
