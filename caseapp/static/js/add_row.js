// Repeatable rows: <div data-repeat> holds [data-repeat-rows], a <template data-repeat-template> and a [data-repeat-add] button.
// In the template __index__ stands for the row's number. Without this script the button posts the form, and the server adds a row.
"use strict";

(() => {
  const NUMBERED = ["id", "name", "for", "aria-describedby", "aria-labelledby", "value"];

  function number(row, index) {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of NUMBERED) {
        const value = element.getAttribute(attribute);
        if (value && value.includes("__index__")) element.setAttribute(attribute, value.replaceAll("__index__", index));
      }
    }
  }

  function nextIndex(repeat, rows) {
    const used = Number(repeat.dataset.nextIndex || rows.children.length);
    repeat.dataset.nextIndex = String(used + 1);
    return used;
  }

  function offerRemoval(row, repeat, form) {
    const button = row.querySelector("[data-repeat-remove]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      row.remove();
      repeat.querySelector("[data-repeat-add]").focus();
      if (form) form.dispatchEvent(new Event("change"));
    });
  }

  for (const repeat of document.querySelectorAll("[data-repeat]")) {
    const rows = repeat.querySelector("[data-repeat-rows]");
    const form = repeat.closest("form");
    for (const row of rows.querySelectorAll("[data-repeat-row]")) offerRemoval(row, repeat, form);
    repeat.querySelector("[data-repeat-add]").addEventListener("click", (event) => {
      event.preventDefault();
      const copy = repeat.querySelector("template").content.cloneNode(true);
      const row = copy.firstElementChild;
      number(row, nextIndex(repeat, rows));
      rows.append(row);
      offerRemoval(row, repeat, form);
      const first = row.querySelector("input, select, textarea");
      if (first) first.focus();
    });
  }
})();
