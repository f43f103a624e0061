// Suggestions below a search field while one types: the combobox of the ARIA practices, with a list to choose from by hand.
// Without this script the form is sent, and the page of results suggests as well.
const WAIT = 150; // milliseconds without a key
const SHORTEST = 2;

class Suggestions {
  constructor(bar) {
    this.bar = bar;
    this.input = bar.querySelector("input");
    this.box = document.createElement("div");
    this.box.className = "suggestions-box";
    this.box.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "sr";
    this.status.setAttribute("role", "status");
    bar.append(this.box, this.status);
    this.listId = `${this.input.id}-suggestions`;
    this.active = -1;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.listId]]) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form?.addEventListener("submit", () => this.close());
    // A press on the list must not take the focus from the field, or the list closes before the click.
    this.box.addEventListener("pointerdown", (event) => event.preventDefault());
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
    this.box.addEventListener("click", (event) => {
      const option = event.target.closest("[data-search]");
      if (option && !event.ctrlKey && !event.metaKey) this.choose(option, event);
    });
  }

  get options() {
    return [...this.box.querySelectorAll("[role=option]")];
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.request = new AbortController();
    const { signal } = this.request;
    const address = new URL(this.bar.dataset.suggestions, location);
    address.searchParams.set("q", this.input.value.trim());
    try {
      const answer = await fetch(address, { signal, headers: { "HX-Request": "true" } });
      const text = answer.ok ? await answer.text() : "";
      if (!signal.aborted) this.show(text);
    } catch {
      if (!signal.aborted) this.close(); // searching goes on without suggestions
    }
  }

  show(text) {
    const list = document.createRange().createContextualFragment(text).querySelector(".suggestions");
    if (!list || !list.querySelector("a") || document.activeElement !== this.input) return this.close();
    list.id = this.listId;
    list.setAttribute("role", "listbox");
    for (const [number, link] of list.querySelectorAll("a").entries()) {
      link.parentElement.setAttribute("role", "presentation");
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.id = `${this.listId}-${number}`;
    }
    this.box.replaceChildren(list);
    this.box.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
    this.status.textContent = list.dataset.status;
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
    this.status.textContent = "";
  }

  mark(number) {
    this.active = number;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = this.options[number];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing) return; // the keys belong to the input method
    const isOpen = !this.box.hidden;
    const { length } = this.options;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      if (!isOpen) return this.wait();
      // The field itself is one stop of the round.
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + 1 + step + length + 1) % (length + 1) - 1);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active], event);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // a second press empties the field
      this.close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      this.mark(-1);
    }
  }

  choose(option, event) {
    if ("search" in option.dataset) {
      event.preventDefault(); // what this very field searches, not the whole site
      this.close();
      this.input.form.requestSubmit();
    } else {
      option.click();
    }
  }
}

const known = new WeakSet();

function enhance() {
  for (const bar of document.querySelectorAll("[data-suggestions]")) {
    if (known.has(bar)) continue;
    known.add(bar);
    new Suggestions(bar);
  }
}

enhance();
document.addEventListener("htmx:load", enhance); // Back brings a new field
