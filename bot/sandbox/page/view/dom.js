/** Builds elements. Text always becomes a text node, so nothing that a person or a model writes is read as HTML. */

/** `h("a", {href, onclick: go}, "text", [more])`. What is null, undefined or false is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A place in the page that is built again only when what it shows has changed; the focus in it stays. */
export class Slot {
  #key;
  node = document.createComment("");

  /** Show `build()` if `facts` differ from the last time; nothing where `facts` is null. */
  show(facts, build) {
    const key = JSON.stringify(facts);
    if (key === this.#key) return;
    this.#key = key;
    const fresh = facts === null ? document.createComment("") : build();
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    this.node.replaceWith(fresh);
    this.node = fresh;
    if (focused) fresh.querySelector?.(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** Run `render`, which rebuilds the inside of `root`, and give the focus back to what has the same data-key. */
export function keepingFocus(root, render) {
  const key = root.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  render();
  if (key) root.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/**
 * True while an input method composes: Enter, Escape and the arrows are its own then.
 *
 * Safari ends a composition before it tells of the Enter that ended it; only the old key code gives that one away.
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Three dots that move: something is being written. */
export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}
