/** A menu that opens at a button. It is walked with the arrow keys; Escape, or a click elsewhere, closes it. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const GAP = 4;

/** `groups` are `{title, items}`, an item `{label, iconName, isDanger, act}`. */
export function openMenu(anchor, label, groups) {
  const menu = h("div", { class: "choices", role: "menu", popover: "auto", "aria-label": label });
  const parts = groups.filter(({ items }) => items.length).map((group) => section(group, () => menu.hidePopover()));
  menu.append(...parts);
  document.body.append(menu);
  menu.addEventListener("keydown", (event) => walk(event, menu));
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState === "closed") menu.remove();
  });
  menu.showPopover();
  place(menu, anchor);
  menu.querySelector("[role=menuitem]")?.focus();
}

function section({ title, items }, close) {
  const entries = items.map(({ label, iconName, isDanger, act }) => {
    const choose = () => {
      close();
      act();
    };
    const attributes = { type: "button", role: "menuitem", class: isDanger ? "danger" : null, onclick: choose };
    return h("button", attributes, h("span", {}, label), iconName && icon(iconName));
  });
  return h("div", { role: "group", "aria-label": title }, title && h("div", { class: "caption" }, title), entries);
}

/** Under the button where there is room, above it otherwise, and never beyond the window. */
export function place(menu, anchor, { isLeft = false } = {}) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + height < innerHeight ? below : Math.max(GAP, at.top - height - GAP);
  menu.style.top = `${top}px`;
  const left = isLeft ? Math.min(at.left, innerWidth - width - GAP) : at.right - width;
  menu.style.left = `${Math.max(GAP, left)}px`;
}

function walk(event, menu) {
  if (event.key === "Escape") event.stopPropagation();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
}
