/** Dates and times as Discord words them. */

import { h } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const shortDay = new Intl.DateTimeFormat(undefined, { dateStyle: "short" });
const longDay = new Intl.DateTimeFormat("en", { dateStyle: "long" });
const longDayAndClock = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });
const weekday = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const DAY = 86_400_000;
const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];
const STYLES = { t: clock, T: clockWithSeconds, d: shortDay, D: longDay, f: longDayAndClock, F: weekday };

export function shortTime(iso) {
  return clock.format(new Date(iso));
}

export function dayOf(iso) {
  return longDay.format(new Date(iso));
}

/** "Today at 10:03", "Yesterday at 10:03" or the date. */
export function fullTime(iso) {
  const date = new Date(iso);
  const day = dayOf(iso);
  if (day === longDay.format(Date.now())) return `Today at ${clock.format(date)}`;
  if (day === longDay.format(Date.now() - DAY)) return `Yesterday at ${clock.format(date)}`;
  return `${shortDay.format(date)} ${clock.format(date)}`;
}

/** The element for a `<t:...>` in a message. */
export function timestamp(at, style) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return h("span", {}, "Invalid date");
  const words = style === "R" ? ago(at - Date.now()) : STYLES[style].format(date);
  return h("time", { class: "timestamp", datetime: date.toISOString(), title: weekday.format(date) }, words);
}

function ago(difference) {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(difference) >= size) ?? UNITS.at(-1);
  return relative.format(Math.round(difference / length), unit);
}
