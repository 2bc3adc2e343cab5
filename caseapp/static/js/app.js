// What every page gains from a script. Each act here also works without one.
"use strict";

(() => {
  const ESCAPE_TWICE_WITHIN = 800; // milliseconds
  const SUBMIT_AGAIN_AFTER = 8000; // milliseconds; a page that never answered may be sent once more

  const isWriting = (element) => element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // "/" goes to the search box.
  document.addEventListener("keydown", (event) => {
    const box = document.getElementById("top-search");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box || isWriting(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // What cannot wait opens with Alt and a letter from every page; by the place of the key, so on a Persian keyboard too.
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const link = document.querySelector(`a[data-key="${event.code}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  // Where somebody writes while another speaks, Ctrl and Enter save from within the long boxes too.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    const box = event.target.closest("[data-quick] textarea");
    if (!box) return;
    event.preventDefault();
    box.form.requestSubmit(box.form.querySelector(".form-actions button[type=submit]"));
  });

  // Quick hide: blank the page at once, sign out behind it, and leave no way back to it but signing in. Where the server
  // is not reached, the session ends by itself later; until then pages that this tab still holds stay blank.
  const quickHide = document.querySelector("form[data-quick-hide]");
  const LEFT = "left"; // the name of the tab from then on: it says nothing, and goes with the tab
  const otherTabs = quickHide && "BroadcastChannel" in window ? new BroadcastChannel("caseapp") : null;

  function leaveNow() {
    document.documentElement.hidden = true;
    document.title = "";
    document.dispatchEvent(new CustomEvent("caseapp:leaving"));
    window.name = LEFT;
    window.location.replace(quickHide.dataset.awayUrl);
  }

  function signOutAndLeave() {
    document.documentElement.hidden = true;
    fetch(quickHide.action, { method: "POST", body: new URLSearchParams(new FormData(quickHide)), keepalive: true, redirect: "manual" })
      .catch(() => {}); // the page goes away in any case; the session also ends by itself
    leaveNow();
  }

  const signInOfPage = () => quickHide.elements.csrf_token.value.split(".")[0]; // the same on all pages since then

  function hideNow() {
    otherTabs?.postMessage({ left: signInOfPage() });
    signOutAndLeave();
  }

  if (quickHide) {
    window.name = ""; // a page that the server has just given
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && window.name === LEFT) leaveNow(); // a page that the browser had kept as it was
    });
    otherTabs?.addEventListener("message", (event) => {
      if (event.data.left === signInOfPage()) leaveNow();
      else signOutAndLeave(); // a tab from before the last sign-in could not end the session that is open now
    });
    let lastEscape = -Infinity;
    quickHide.addEventListener("submit", (event) => {
      event.preventDefault();
      hideNow();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      if (event.timeStamp - lastEscape < ESCAPE_TWICE_WITHIN) hideNow();
      lastEscape = event.timeStamp;
    });
  }

  // A menu that dropped down closes on Escape and on a click elsewhere.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.drop[open]")) {
      if (menu !== except) menu.open = false;
    }
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.drop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.drop[open]");
    closeMenus(null);
    if (open && open.contains(document.activeElement)) open.querySelector("summary").focus();
  });

  // The appearance changes in place, so that a half-written form stays as it is.
  const MEDIA_OF_THEME = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const theme = fields.get("theme");
    document.documentElement.dataset.bsTheme = theme;
    document.querySelector("link[data-dark-sheet]").media = MEDIA_OF_THEME[theme];
    for (const button of form.querySelectorAll("button[name=theme]")) {
      if (button === event.submitter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    fetch(form.action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" }).catch(() => form.submit());
  });

  // A double click sends a form once. The buttons stay enabled, so the one that was pressed keeps its name and value.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[method=post]")) return;
    const sentAt = Number(form.dataset.sentAt || -Infinity);
    if (event.timeStamp - sentAt < SUBMIT_AGAIN_AFTER) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(event.timeStamp);
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent-at]")) {
      delete form.dataset.sentAt;
      form.removeAttribute("aria-busy");
    }
  });

  // Whoever says "with conditions" is shown where they are written.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=radio][value=conditions]")) return;
    const where = event.target.closest("section").querySelector("details.where-conditions");
    if (where) where.open = true;
  });

  // After a refused form the list of what to put right is read out first.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
