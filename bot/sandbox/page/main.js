/** Starts the page: asks who one can write as and what the bot is, then lets the app take over. */

import { App } from "./app.js";

const PLACES = ["sidebar", "chat", "header", "banner", "log", "composer", "members"];

async function start() {
  const places = Object.fromEntries(PLACES.map((id) => [id, document.getElementById(id)]));
  try {
    const [people, about] = await Promise.all(["people", "about"].map(ask));
    new App(people, about, places).start();
  } catch (error) {
    places.banner.hidden = false;
    places.banner.textContent =
      "The sandbox does not answer. Is “bot demo” still running? Load the page again when it is.";
    throw error;
  }
}

async function ask(what) {
  const response = await fetch(`/sandbox/${what}`);
  return response.json();
}

start();
