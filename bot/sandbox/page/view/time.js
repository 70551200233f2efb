/** Dates and times as Discord words them. */

import { h } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const shortDay = new Intl.DateTimeFormat(undefined, { dateStyle: "short" });
const longDay = new Intl.DateTimeFormat("en", { dateStyle: "long" });

const DAY = 86_400_000;
const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

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

/** The element for a `<t:...>` in a message, in the language `locale`. */
export function timestamp(at, style, locale = "en") {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return h("span", {}, "Invalid date");
  const written = (name) => new Intl.DateTimeFormat(locale, STYLES[name]).format(date);
  const words = style === "R" ? ago(at - Date.now(), locale) : written(style);
  return h("time", { class: "timestamp", datetime: date.toISOString(), title: written("F") }, words);
}

function ago(difference, locale) {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(difference) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(difference / length), unit);
}
