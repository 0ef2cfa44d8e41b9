"use strict";
/* Comfort for forms: counters under long fields, and the section that is being read. */
(() => {
  function counter(field) {
    const line = document.createElement("p");
    line.className = "counter";
    line.setAttribute("aria-hidden", "true");
    field.after(line);
    const count = () => {
      const length = [...field.value].length;
      line.textContent = `${length} / ${field.maxLength}`;
      line.classList.toggle("counter-near", length > field.maxLength * 0.9);
    };
    field.addEventListener("input", count);
    count();
  }

  function spy(nav) {
    const links = new Map([...nav.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const [id, link] of links) {
          if (id === entry.target.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    }, { rootMargin: "-15% 0px -75% 0px" });
    for (const id of links.keys()) watcher.observe(document.getElementById(id));
  }

  for (const form of document.querySelectorAll("[data-counters]")) {
    form.querySelectorAll("textarea[maxlength]").forEach(counter);
  }
  document.querySelectorAll("[data-spy]").forEach(spy);

  /* A form that takes a while says so, in words as well. */
  function busy(form, is_busy) {
    const words = form.querySelector("[data-busy-text]");
    form.classList.toggle("htmx-request", is_busy);
    words.textContent = is_busy ? words.dataset.busyText : "";
  }
  for (const form of document.querySelectorAll("[data-busy]")) {
    form.addEventListener("submit", () => busy(form, true));
    window.addEventListener("pageshow", () => busy(form, false));
  }
})();
