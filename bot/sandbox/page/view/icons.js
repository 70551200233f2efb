/** The few icons of the page, drawn as lines on a grid of 24. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3 15h16",
  thread: "M5 4h14v9a2 2 0 0 1-2 2h-6l-4 4v-4H7a2 2 0 0 1-2-2zM9 8h6M9 11h4",
  reply: "M10 7 4 12l6 5M4 12h10a6 6 0 0 1 6 6v1",
  edit: "M4 20l1-4L16.5 4.5a2 2 0 0 1 3 3L8 19z",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12l16-8-5 16-3.5-6.5z",
  menu: "M4 6h16M4 12h16M4 18h16",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .7 3.5 2.5 3.5 5.5",
  eye: "M2.5 12C5 7.5 8.5 6 12 6s7 1.5 9.5 6c-2.5 4.5-6 6-9.5 6s-7-1.5-9.5-6zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  warning: "M12 4 2.5 20h19zM12 10v5M12 17.5v.5",
  hint: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v5M12 7.5v.5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  chevron: "M6 9l6 6 6-6",
  check: "M4 12.5l5 5L20 6.5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
  plus: "M12 5v14M5 12h14",
  forward: "M14 7l6 5-6 5M20 12H10a6 6 0 0 0-6 6v1",
  down: "M12 5v14M6 13l6 6 6-6",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
