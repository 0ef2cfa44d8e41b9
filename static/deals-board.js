"use strict";
/* Dragging deals from stage to stage: a drop presses the button that stands on the card. */
(() => {
  const board = document.querySelector("[data-board]");
  const note = document.querySelector("[data-drag-note]");
  if (!board) return;
  let dragged = null;

  const column = (event) => event.target.closest("[data-stage]");
  const verbTo = (stage) => Object.entries(JSON.parse(dragged.dataset.steps)).find(([, to]) => to === stage)?.[0];
  const isHome = (target) => target.contains(dragged);

  function paint(target) {
    for (const other of board.querySelectorAll(".drop-yes, .drop-no")) other.classList.remove("drop-yes", "drop-no");
    const refused = target && !isHome(target) && !verbTo(target.dataset.stage);
    if (target && !isHome(target)) target.classList.add(refused ? "drop-no" : "drop-yes");
    note.textContent = refused ? board.dataset.refused : "";
    note.hidden = !refused;
  }

  for (const card of board.querySelectorAll("[data-deal]")) {
    card.draggable = card.dataset.steps !== "{}";
    for (const link of card.querySelectorAll("a")) link.draggable = false;
  }

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-deal]");
    if (!dragged) return;
    dragged.classList.add("is-dragging");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  board.addEventListener("dragover", (event) => {
    const target = column(event);
    if (!dragged || !target) return;
    paint(target);
    if (!isHome(target) && verbTo(target.dataset.stage)) event.preventDefault();
  });

  board.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragging");
    dragged = null;
    paint(null);
  });

  board.addEventListener("drop", (event) => {
    const target = column(event);
    const verb = dragged && target && !isHome(target) ? verbTo(target.dataset.stage) : null;
    if (!verb) return;
    event.preventDefault();
    dragged.querySelector(`[data-verb="${verb}"]`).click();
  });
})();
