/** Who one writes as: the people there are, what each may do, and the language their client speaks. */

import { LANGUAGES } from "../languages.js";
import { rank } from "../permissions.js";
import { attempt } from "./dialog.js";
import { avatar } from "./avatar.js";
import { h } from "./dom.js";

/** `actions` are switchTo(session) and speak(session, locale). */
export function who(current, sessions, actions) {
  const buttons = sessions.map((session) => person(session, session === current, actions.switchTo));
  const group = h("div", { role: "group", "aria-label": "Write as", class: "switcher" }, buttons);
  return [h("div", { class: "who-head" }, h("div", { class: "caption" }, "Writing as"), language(current, actions)), group];
}

function person(session, isCurrent, switchTo) {
  const name = session.user.global_name || session.user.username;
  const status = session.status === "ready" ? "online" : "offline";
  const attributes = {
    type: "button",
    class: "person",
    "aria-pressed": String(isCurrent),
    "data-key": session.user.id,
    disabled: !session.state.me,
    title: `Write as ${name}`,
    onclick: () => switchTo(session),
  };
  const words = h(
    "span",
    { class: "two-lines" },
    h("span", { class: "channel-name" }, name),
    h("span", { class: "activity" }, rank(session.state)),
  );
  return h("button", attributes, avatar(session.user, { status, className: "small" }), words);
}

function language(session, { speak }) {
  const locale = session.state.me?.locale;
  const entries = Object.entries(LANGUAGES).map(([key, name]) =>
    h("option", { value: key, selected: key === locale }, name),
  );
  const name = session.user.global_name || session.user.username;
  const attributes = {
    class: "language",
    "data-key": "language",
    "aria-label": `Language of ${name}`,
    title: `The language that ${name}'s Discord speaks`,
    disabled: !session.state.me,
    onchange: ({ target }) => attempt(() => speak(session, target.value)),
  };
  return h("select", attributes, entries);
}
