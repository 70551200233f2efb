/** The sides of the page: beside the messages, or drawers that open over them where the window is narrow. */

export class Drawers {
  #sides;

  /** `sides` are pairs of `{side, button}`: an element with an id, and what shows it and puts it away. */
  constructor(sides) {
    this.#sides = sides;
    for (const { side, button } of sides) {
      button.setAttribute("aria-controls", side.id);
      button.addEventListener("click", () => this.#toggle(side));
      side.addEventListener("click", (event) => event.target.closest("a") && this.close());
    }
    document.addEventListener("click", (event) => this.#clicked(event.target));
    window.addEventListener("resize", () => this.#tell());
    this.#tell();
  }

  /** Put away what lies over the messages. True if something did. */
  close() {
    const open = this.#sides.filter(({ side }) => isDrawer(side) && isShown(side));
    for (const { side, button } of open) {
      if (side.contains(document.activeElement)) button.focus();
      side.classList.remove("open");
    }
    this.#tell();
    return open.length > 0;
  }

  #toggle(side) {
    if (!isDrawer(side)) side.classList.toggle("away");
    else if (isShown(side)) this.close();
    else {
      this.close();
      side.classList.add("open");
      side.querySelector("[aria-current], a, button")?.focus();
    }
    this.#tell();
  }

  #clicked(target) {
    if (!this.#sides.some(({ side, button }) => side.contains(target) || button.contains(target))) this.close();
  }

  #tell() {
    for (const { side, button } of this.#sides) button.setAttribute("aria-expanded", String(isShown(side)));
  }
}

/** The style sheet decides at which width a side lies over the messages. */
function isDrawer(side) {
  return getComputedStyle(side).position === "fixed";
}

function isShown(side) {
  return isDrawer(side) ? side.classList.contains("open") : !side.classList.contains("away");
}
