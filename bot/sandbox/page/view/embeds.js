/** What a message may carry beside its text: boxes of links and bots, a forwarded message, a poll, stickers. */

import { parseBlocks } from "../markdown/blocks.js";
import { patch } from "../markdown/render.js";
import { h } from "./dom.js";
import { attachments, picture } from "./files.js";
import { icon } from "./icons.js";
import { fullTime } from "./time.js";

export const extras = {
  facts({ embeds, message_snapshots: snapshots, poll, sticker_items: stickers }) {
    const facts = { embeds: embeds ?? [], snapshots: snapshots ?? [], poll: poll ?? null, stickers: stickers ?? [] };
    return facts.poll || [facts.embeds, facts.snapshots, facts.stickers].some((list) => list.length) ? facts : null;
  },

  build({ embeds, snapshots, poll, stickers }, names) {
    return h(
      "div",
      { class: "extras" },
      snapshots.map(({ message }) => forwarded(message, names)),
      embeds.map((one) => embed(one, names)),
      poll && ballot(poll),
      stickers.map(({ name }) => h("div", { class: "sticker" }, name)),
    );
  },
};

function embed({ title, url, description, color, author, fields = [], image, thumbnail, footer }, names) {
  const heading = title && h("div", { class: "embed-title" }, link(title, url));
  const pairs = fields.map(({ name, value, inline }) =>
    h("div", { class: inline ? "embed-field inline" : "embed-field" }, h("b", {}, name), text(value, names)),
  );
  const parts = [
    author && h("div", { class: "embed-author" }, link(author.name, author.url)),
    heading,
    description && text(description, names),
    pairs.length > 0 && h("div", { class: "embed-fields" }, pairs),
    image && picture({ ...image, className: "tile" }),
    footer && h("div", { class: "embed-footer" }, footer.text),
  ];
  const side = thumbnail && picture({ ...thumbnail, className: "thumbnail" });
  const box = h("div", { class: "embed" }, h("div", { class: "section-texts" }, parts), side);
  if (Number.isInteger(color)) box.style.borderLeftColor = `#${color.toString(16).padStart(6, "0")}`;
  return box;
}

function forwarded({ content, attachments: files, embeds = [], timestamp }, names) {
  return h(
    "div",
    { class: "forwarded" },
    h("div", { class: "forwarded-mark" }, icon("forward"), "Forwarded"),
    content && text(content, names),
    files?.length > 0 && attachments(files),
    embeds.map((one) => embed(one, names)),
    h("div", { class: "embed-footer" }, fullTime(timestamp)),
  );
}

function ballot({ question, answers, allow_multiselect: isMany }) {
  const entries = answers.map(({ poll_media: { text: words } }) => h("li", {}, words));
  const hint = isMany ? "Select one or more answers" : "Select one answer";
  const body = [h("b", {}, question.text), h("div", { class: "activity" }, hint), h("ul", {}, entries)];
  return h("div", { class: "poll", role: "group", "aria-label": "Poll" }, body);
}

function text(source, names) {
  const element = h("div", { class: "markdown" });
  patch(element, [], parseBlocks(source), names);
  return element;
}

function link(words, url) {
  if (!/^https?:\/\//.test(url ?? "")) return words;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}
