// Lists that change without a reload: what htmx leaves open. Without scripts the form is sent and links are followed.
const form = document.querySelector("[data-listing]");
const status = document.querySelector("[data-listing-status]");
const part = (selector) => form.querySelector(selector);
const CHOICES = "[type=checkbox], [type=radio], select";

let latest = 0; // when the newest choice was made
let underway = null; // the request that was sent last
let outdated = null; // the one whose answer nobody waits for any more
let toResults = false; // whether the reader asked to be led to the results
let before = null; // where focus and choice were, which filters were open and how far they were scrolled

// An answer to an earlier choice would put the filters back under the reader's hands.
form.addEventListener("change", (event) => {
  if (event.target.matches(CHOICES)) outdated = underway;
});
window.addEventListener("popstate", () => { outdated = underway; });
form.addEventListener("htmx:confirm", (event) => {
  const time = event.detail.triggeringEvent?.timeStamp ?? latest;
  if (time < latest) return event.preventDefault();
  latest = time;
  outdated = underway;
});
form.addEventListener("htmx:beforeSend", (event) => {
  underway = event.detail.xhr;
  status.textContent = "";
});
form.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr === outdated) event.preventDefault();
});

// Only what was asked for stands in the address: no empty field.
form.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData } = event.detail;
  if (elt !== form) return;
  for (const name of new Set(formData.keys())) {
    const values = formData.getAll(name).filter(Boolean);
    formData.delete(name);
    for (const value of values) formData.append(name, value);
  }
});

form.addEventListener("submit", (event) => {
  // Enter in the search field presses the form's first button, too; the focus then stays in the field.
  const facets = event.submitter?.closest("#facets");
  if (!facets || document.activeElement?.type === "search") return;
  toResults = true;
  if (facets.matches(":popover-open")) facets.hidePopover();
});

form.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (!detail.shouldSwap) return;
  if (!detail.serverResponse.includes('id="results"')) {
    // Another page, such as the sign-in after a session's end.
    detail.shouldSwap = false;
    location.assign(detail.pathInfo.finalRequestPath);
    return;
  }
  toResults ||= detail.requestConfig.elt.closest("[data-pages]") !== null;
  const focus = document.activeElement;
  before = { focus, facets: stateOfFacets(), name: focus?.name, choice: placeOf(detail.requestConfig.triggeringEvent) };
});

form.addEventListener("htmx:afterOnLoad", (event) => {
  if (!event.detail.successful || !before) return;
  part("[data-listing-alert]").replaceChildren();
  for (const facet of form.querySelectorAll("[data-facet]")) {
    const earlier = before.facets.get(facet.dataset.facet);
    if (!earlier) continue;
    facet.open = earlier.open;
    facet.lastElementChild.scrollTop = earlier.top;
  }
  const words = part("input[type=search]");
  if (words !== document.activeElement) words.value = part("#results").dataset.query;
  announce();
  placeFocus();
  keepInPlace();
  before = null;
  toResults = false;
});

function stateOfFacets() {
  const facets = [...form.querySelectorAll("[data-facet]")];
  return new Map(facets.map((facet) => [facet.dataset.facet, { open: facet.open, top: facet.lastElementChild.scrollTop }]));
}

function announce() {
  status.textContent = part("#count").textContent.trim();
}

// htmx gives the focus back to what has the same id. What is gone leaves it to its neighbour or to the results.
function placeFocus() {
  if (toResults) {
    part("#count").focus({ preventScroll: true });
    part("#results").scrollIntoView({ block: "start" });
  } else if (before.focus !== document.body && document.activeElement === document.body) {
    const neighbour = before.name && part(`#facet-list [name="${CSS.escape(before.name)}"]:enabled`);
    (neighbour || part("#count")).focus();
  }
}

function placeOf(event) {
  const element = event?.target.closest("a, input, select");
  return element?.id ? { id: element.id, top: element.getBoundingClientRect().top } : null;
}

// What stands above the filters, such as a map, may have changed its height: what was just chosen stays in its place.
function keepInPlace() {
  const element = before.choice && document.getElementById(before.choice.id);
  if (!element || toResults) return;
  scrollBy({ top: element.getBoundingClientRect().top - before.choice.top, behavior: "instant" });
}

// The button that opened the filters was exchanged with the results.
form.addEventListener("toggle", (event) => {
  if (event.target.id !== "facets" || event.newState !== "closed" || toResults) return;
  const focus = document.activeElement;
  if (focus === document.body || event.target.contains(focus)) part("#results [popovertarget=facets]")?.focus();
}, true);

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  form.addEventListener(name, (event) => {
    if (event.detail.xhr === outdated) return;
    toResults = false;
    // The list shows what it showed, so the filters must, too; the link asks again for what was chosen.
    for (const choice of form.querySelectorAll("[type=checkbox], [type=radio]")) choice.checked = choice.defaultChecked;
    for (const option of form.querySelectorAll("select option")) option.selected = option.defaultSelected;
    const facets = part("#facets");
    if (facets.matches(":popover-open")) facets.hidePopover();
    const alert = part("[data-listing-alert]");
    alert.replaceChildren(part("[data-listing-failure]").content.cloneNode(true));
    alert.querySelector("a").href = event.detail.pathInfo.finalRequestPath;
    alert.scrollIntoView({ block: "nearest" });
  });
}

// Back and forward fetch the list as it is now; where this fails, the browser loads the page.
document.addEventListener("htmx:historyRestore", announce);
document.addEventListener("htmx:historyCacheMiss", (event) => { event.detail.xhr.onerror = () => location.reload(); });
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
document.addEventListener("htmx:historyCacheMissLoad", (event) => {
  if (!event.detail.response.includes("data-listing")) location.reload();
});
