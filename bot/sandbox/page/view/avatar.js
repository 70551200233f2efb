/** The round picture of a person: initials on a colour that is theirs. */

import { h } from "./dom.js";

const COLOURS = 6n;
const STATUS_WORDS = {
  online: "Online",
  idle: "Idle",
  dnd: "Do not disturb",
  offline: "Offline",
  invisible: "Offline",
};
const CUSTOM = 4;
const VERBS = { 0: "Playing", 1: "Streaming", 2: "Listening to", 3: "Watching", 5: "Competing in" };

/** With a `status`, the dot of that status stands at its foot. */
export function avatar(user, { status, className = "" } = {}) {
  const name = user.global_name || user.username;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
  const dot = status && h("span", { class: `status status-${status}` });
  const face = h("span", { class: `face hue-${hue(user)}` }, initials);
  return h("span", { class: `avatar ${className}`, "aria-hidden": "true" }, face, dot);
}

/** Neighbouring snowflakes differ in their last digits, so people made one after the other look different. */
function hue(user) {
  return BigInt(user.id) % COLOURS;
}

export function statusWord({ status }) {
  return STATUS_WORDS[status] ?? STATUS_WORDS.offline;
}

/** What a presence says besides the status: "loading the model", "Playing chess"; empty where it says nothing. */
export function activityWords({ status, activities = [] }) {
  const [activity] = activities;
  if (!activity || status === "offline") return "";
  if (activity.type === CUSTOM) return activity.state ?? "";
  return `${VERBS[activity.type] ?? VERBS[0]} ${activity.name}`;
}
