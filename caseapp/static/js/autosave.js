// A long form saves itself on the server: <form data-draft-url="…">. Sends every field except files and the token, as
// application/x-www-form-urlencoded with the header X-CSRFToken, two seconds after the last change and when the page goes away.
// The words shown come from the [data-draft-status] element's data attributes; {time} stands for the time of the last saving.
"use strict";

(() => {
  const QUIET_FOR = 2000; // milliseconds after the last change
  const TRY_AGAIN_AFTER = 10000; // milliseconds after a lost connection
  const KEEPALIVE_LIMIT = 60000; // bytes; browsers refuse more than 64 KiB in a request that outlives its page
  const NEVER_SENT = new Set(["csrf_token"]);

  const token = () => document.querySelector("meta[name=csrf-token]").content;

  const timeOfDay = (date) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);

  function fieldsOf(form) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NEVER_SENT.has(name)) fields.append(name, value);
    }
    return fields.toString();
  }

  function keepSaved(form) {
    const status = form.querySelector("[data-draft-status]");
    let sent = fieldsOf(form); // what the server has; at first what it has just shown
    let savedAt = new Date();
    let timer = 0;
    let leftWith = null; // what the last request on leaving carried: a page may be told twice that it goes
    let sending = false;
    let stopped = false;

    function show(words, trouble = false) {
      if (!status) return;
      status.textContent = (words || "").replace("{time}", timeOfDay(savedAt));
      status.dataset.state = trouble ? "trouble" : "calm";
    }

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    function request(fields, keepalive) {
      const headers = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "X-CSRFToken": token() };
      return fetch(form.dataset.draftUrl, { method: "POST", headers, body: fields, keepalive, redirect: "manual" });
    }

    function answered(response, fields) {
      const words = status ? status.dataset : {};
      if (response.ok) {
        sent = fields;
        savedAt = new Date();
        show(words.saved);
      } else if (response.status === 409) {
        stopped = true;
        show(words.conflict, true);
      } else if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") {
        show(words.signedOut, true);
        later(TRY_AGAIN_AFTER);
      } else {
        show(words.failed, true);
        later(TRY_AGAIN_AFTER);
      }
    }

    async function save() {
      const fields = fieldsOf(form);
      if (sending || stopped || fields === sent) return;
      sending = true;
      try {
        answered(await request(fields, false), fields);
      } catch {
        show(status && status.dataset.failed, true);
        later(TRY_AGAIN_AFTER);
      } finally {
        sending = false;
      }
      if (fieldsOf(form) !== fields && !stopped) later(QUIET_FOR);
    }

    function saveOnLeaving() {
      const fields = fieldsOf(form);
      if (stopped || fields === sent || fields === leftWith || form.dataset.sentAt) return;
      leftWith = fields;
      const keepalive = new Blob([fields]).size < KEEPALIVE_LIMIT;
      request(fields, keepalive).then(
        (response) => { if (response.ok) sent = fields; else leftWith = null; },
        () => { leftWith = null; },
      );
    }

    form.addEventListener("input", () => later(QUIET_FOR));
    form.addEventListener("change", () => later(QUIET_FOR));
    window.addEventListener("pagehide", saveOnLeaving);
    document.addEventListener("caseapp:leaving", saveOnLeaving);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") saveOnLeaving();
    });
  }

  for (const form of document.querySelectorAll("form[data-draft-url]")) keepSaved(form);
})();
