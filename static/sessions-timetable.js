"use strict";
/* Dragging meetings over the grid: the same form that the meeting's page sends. The checker is asked when a drag begins. */
(() => {
  const grid = document.querySelector("[data-grid]");
  const form = document.getElementById("drag-form");
  const note = document.querySelector("[data-drag-note]");
  if (!grid || !form) return;
  let dragged = null;
  let verdicts = new Map();

  const address = (pattern, meeting) => pattern.replace("/meetings/0/", `/meetings/${meeting}/`);
  const cell = (event) => event.target.closest("td[data-slot]");

  function say(words) {
    note.textContent = words;
    note.hidden = !words;
  }

  function paint(target) {
    for (const other of grid.querySelectorAll(".drop-yes, .drop-no")) other.classList.remove("drop-yes", "drop-no");
    if (!target) return;
    const faults = verdicts.get(target.dataset.slot);
    target.classList.add(faults?.length ? "drop-no" : "drop-yes");
    say(faults?.length ? faults.join(" ") : "");
  }

  async function ask(meeting) {
    const answer = await fetch(address(form.dataset.places, meeting), { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    verdicts = new Map((await answer.json()).map((place) => [String(place.slot), place.faults]));
  }

  for (const tile of grid.querySelectorAll("[data-meeting]")) tile.draggable = true;

  grid.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-meeting]");
    if (!dragged) return;
    dragged.classList.add("is-dragging");
    event.dataTransfer.effectAllowed = "move";
    verdicts = new Map();
    ask(dragged.dataset.meeting);
  });

  grid.addEventListener("dragover", (event) => {
    const target = cell(event);
    if (!dragged || !target) return;
    event.preventDefault();
    paint(target);
  });

  grid.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragging");
    paint(null);
    say("");
    dragged = null;
  });

  grid.addEventListener("drop", (event) => {
    const target = cell(event);
    if (!dragged || !target) return;
    event.preventDefault();
    const { meeting, seenSlot, seenTable } = dragged.dataset;
    if (target.dataset.slot === seenSlot && (!target.dataset.table || target.dataset.table === seenTable)) return;
    form.action = address(form.dataset.move, meeting);
    form.elements.slot.value = target.dataset.slot;
    form.elements.table.value = target.dataset.table ?? "";
    form.elements.seen_slot.value = seenSlot;
    form.elements.seen_table.value = seenTable;
    form.requestSubmit();
  });
})();
