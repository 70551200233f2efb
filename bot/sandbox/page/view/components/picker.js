/** The list that a menu opens: chosen from by the mouse, by the arrow keys, or by typing what one looks for. */

import { avatar } from "../avatar.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "../menu.js";

const SEARCH_FROM = 9;

/**
 * Open it at `anchor`. `done(values)` is called with a choice that is complete: at once where one is chosen, and when
 * the list is closed where several can be. Escape leaves what was chosen before.
 */
export function openPicker(anchor, { label, options, chosen, least, most, done }) {
  const values = new Set(chosen);
  const isMany = most > 1;
  const list = h("div", { role: "listbox", "aria-label": label, "aria-multiselectable": String(isMany) });
  const search = h("input", { class: "picker-search", placeholder: "Search", "aria-label": `Search: ${label}` });
  const popup = h("div", { class: "choices picker", popover: "auto" });
  let isCancelled = false;

  const choose = ({ value }) => {
    if (values.delete(value)) {
      // One that need not be chosen can be given back.
      if (!isMany && least > 0) values.add(value);
    } else if (!isMany) {
      values.clear();
      values.add(value);
    } else if (values.size < most) values.add(value);
    if (isMany) render();
    else popup.hidePopover();
  };
  const entry = (option) => {
    const isChosen = values.has(option.value);
    const face = option.user ? avatar(option.user, { className: "small" }) : h("span", { class: "emoji" }, option.emoji);
    const words = h(
      "span",
      { class: "two-lines" },
      h("span", {}, option.label),
      option.description && h("span", { class: "activity" }, option.description),
    );
    const attributes = {
      type: "button",
      role: "option",
      "aria-selected": String(isChosen),
      "data-key": option.value,
      disabled: isMany && !isChosen && values.size >= most,
      onclick: () => choose(option),
    };
    const mark = h("span", { class: "mark" }, isChosen && icon("check"));
    return h("button", attributes, (option.user || option.emoji) && face, words, mark);
  };
  const render = () => {
    const focused = document.activeElement?.dataset.key;
    const wanted = search.value.trim().toLowerCase();
    const fit = options.filter((option) => option.label.toLowerCase().includes(wanted));
    list.replaceChildren(...fit.map(entry), ...(fit.length ? [] : [h("p", { class: "nothing" }, "Nothing found")]));
    if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  };
  const foot =
    isMany &&
    h(
      "div",
      { class: "picker-foot" },
      h("span", {}, least === most ? `Choose ${most}` : `Choose ${least} to ${most}`),
      h("button", { type: "button", class: "primary", onclick: () => popup.hidePopover() }, "Done"),
    );

  search.addEventListener("input", render);
  popup.addEventListener("keydown", (event) => {
    if (event.key === "Escape") isCancelled = true;
    walk(event, popup);
  });
  popup.addEventListener("toggle", ({ newState }) => {
    if (newState === "closed") popup.remove();
  });
  // What is told afterwards, as `toggle` is, would come after the next click.
  popup.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "closed") return;
    const fresh = options.map(({ value }) => value).filter((value) => values.has(value));
    const isNew = fresh.length !== chosen.length || fresh.some((value) => !chosen.includes(value));
    if (!isCancelled && isNew && fresh.length >= least) done(fresh);
  });
  popup.append(...[options.length >= SEARCH_FROM && search, list, foot].filter(Boolean));
  render();
  // In a dialog only what is in it can be reached.
  (anchor.closest("dialog") ?? document.body).append(popup);
  popup.style.minWidth = `${anchor.getBoundingClientRect().width}px`;
  popup.showPopover();
  place(popup, anchor, { isLeft: true });
  (list.querySelector("[aria-selected=true]") ?? popup.querySelector("input, [role=option]"))?.focus();
}

/** Arrows walk through the list; a letter that is typed there goes to the search. */
function walk(event, popup) {
  if (event.key === "Escape") event.stopPropagation();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const search = popup.querySelector(".picker-search");
  if (!step) {
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && search && event.target !== search) search.focus();
    return;
  }
  event.preventDefault();
  const stops = [...popup.querySelectorAll(".picker-search, [role=option]:enabled")];
  stops.at((stops.indexOf(document.activeElement) + step) % stops.length)?.focus();
}
