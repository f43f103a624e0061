// Buttons that move an entry of a ballot up and down. Without this script ranks are chosen from lists.
const list = document.querySelector("[data-ballot]");
const status = document.querySelector("[data-ballot-status]");

const entries = () => [...list.children];
const select = (entry) => entry.querySelector("select");
const rank = (entry) => Number(select(entry).value) || Infinity;
const ranked = () => entries().filter((entry) => rank(entry) < Infinity).sort((a, b) => rank(a) - rank(b));
const fill = (text, entry) => text.replace("{title}", entry.dataset.title).replace("{rank}", select(entry).value);

function write(order) {
  for (const entry of entries()) select(entry).value = order.indexOf(entry) + 1 || "";
  const rest = entries().filter((entry) => !order.includes(entry));
  for (const entry of [...order, ...rest]) list.append(entry);
  refresh();
}

function refresh() {
  const order = ranked();
  for (const entry of entries()) {
    const place = order.indexOf(entry);
    entry.querySelector("[data-move=up]").disabled = place === 0;
    entry.querySelector("[data-move=down]").disabled = place < 0;
    entry.classList.toggle("is-ranked", place >= 0);
  }
}

// Up gives an entry without a rank the next free one; down takes the rank of the last one away.
function move(entry, step) {
  const order = ranked();
  const place = order.indexOf(entry);
  if (place < 0) order.push(entry);
  else if (step > 0 && place === order.length - 1) order.pop();
  else order.splice(place + step, 0, ...order.splice(place, 1));
  write(order);
  status.textContent = fill(select(entry).value ? list.dataset.said : list.dataset.none, entry);
}

function button(entry, direction, step) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--line ballot__move";
  made.dataset.move = direction;
  made.textContent = step < 0 ? "↑" : "↓";
  made.setAttribute("aria-label", fill(list.dataset[direction], entry));
  made.addEventListener("click", () => {
    move(entry, step);
    (made.disabled ? entry.querySelector("[data-move]:not(:disabled)") : made)?.focus();
  });
  return made;
}

if (list) {
  for (const entry of entries()) {
    const control = select(entry);
    const row = document.createElement("div");
    row.className = "cluster cluster--s";
    control.before(row);
    row.append(control, button(entry, "up", -1), button(entry, "down", 1));
    control.addEventListener("change", refresh);
  }
  refresh();
}
