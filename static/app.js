"use strict";
/* Comfort only: every page works without this file. */
(() => {
  const show = (element, visible) => { if (element) element.hidden = !visible; };
  const fold = (text) => text.toLocaleLowerCase().normalize("NFC");

  function describePicker(picker) {
    const names = [...picker.querySelectorAll("input:checked + span")].map((span) => span.textContent);
    const count = picker.querySelector("[data-picker-count]");
    count.textContent = names.length;
    show(count, names.length > 0);
    picker.querySelector("[data-picker-names]").textContent = names.join(", ") || picker.dataset.none;
  }

  function narrowPicker(picker, typed) {
    const fits = (element) => fold(element.textContent).includes(fold(typed.trim()));
    let found = 0;
    for (const item of picker.querySelectorAll(".picker-item")) {
      const visible = fits(item);
      show(item, visible);
      found += visible;
    }
    for (const group of picker.querySelectorAll("[data-picker-group]")) {
      const parent = group.querySelector(".is-parent");
      if (group.querySelector(".picker-item:not([hidden])")) show(parent, true);
    }
    show(picker.querySelector("[data-picker-empty]"), found === 0);
  }

  function reveal(button) {
    const field = document.getElementById(button.dataset.reveal);
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  }

  /* Controls that only a script can serve stay hidden until here. */
  function enhance(root) {
    for (const control of root.querySelectorAll("[data-dismiss], [data-reveal], [data-picker-filter]")) show(control, true);
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const button = event.target.closest("[data-dismiss], [data-reveal]");
    if (button?.matches("[data-dismiss]")) button.closest(".notice").remove();
    if (button?.matches("[data-reveal]")) reveal(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.activeElement?.closest("details:is([data-menu], [data-picker])[open]");
      closeMenus(null);
      if (menu) menu.open = false;
      menu?.querySelector("summary").focus();
    }
    if (event.key === "Enter" && event.target.matches("[data-picker-filter]")) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    const picker = event.target.closest("[data-picker]");
    if (event.target.matches("[data-picker-filter]")) narrowPicker(picker, event.target.value);
    else if (picker) describePicker(picker);
    if (event.target.closest("form[data-guard]")) guarded = true;
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
    else guarded = false;
  });

  /* A form marked data-guard asks before unsaved words are lost. */
  let guarded = false;
  window.addEventListener("beforeunload", (event) => { if (guarded) event.preventDefault(); });

  document.addEventListener("htmx:after:swap", () => enhance(document));
  enhance(document);
  document.querySelector("[data-focus]")?.focus();

  /* On a phone the rooms of a session are a strip: begin where the reader stands. */
  const room = document.querySelector(".room-tabs [aria-current]");
  if (room) {
    const strip = room.closest(".room-tabs");
    strip.scrollLeft = room.offsetLeft - strip.offsetLeft - (strip.clientWidth - room.offsetWidth) / 2;
  }
})();
