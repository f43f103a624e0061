// Copy buttons of components/copybox.html. Without this script the text is selected by one click.
for (const row of document.querySelectorAll("[data-copy][hidden]")) {
  const text = document.getElementById(row.dataset.copy);
  const status = row.querySelector("[role=status]");
  if (!text || !navigator.clipboard) continue;
  row.hidden = false;
  row.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.innerText.trim());
      status.textContent = status.dataset.done;
    } catch {
      status.textContent = status.dataset.failed;
    }
  });
}
