"use strict";
/* The room of a deal: what is on the screen counts as read. Without this file a button says so. */
(() => {
  const form = document.querySelector("[data-mark-read]");
  const list = document.querySelector(".messages");
  if (!list) return;
  let read = 0;

  const last = () => Number(list.querySelector("[data-last]")?.dataset.last ?? 0);

  async function send(message) {
    const body = new FormData();
    body.set("csrf_token", document.querySelector("[name=csrf_token]").value);
    body.set("message", String(message));
    const address = `${window.location.pathname}/read`;
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    read = message;
    if (form) form.hidden = true;
    const seen = document.querySelector("[data-seen]");
    if (seen) seen.value = String(message);
  }

  function look() {
    if (document.visibilityState === "visible" && last() > read) send(last());
  }

  if (!form) read = last();
  document.addEventListener("visibilitychange", look);
  document.addEventListener("htmx:after:swap", look);
  look();
})();
