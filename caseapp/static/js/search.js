// Results as one types: <form data-as-typed="…"> holds a search box and a [data-found] element, which the server's part of a page
// is put into; what it says goes to [data-found-said]. The words go in the body of a request, never into an address. Without this script Enter shows all results.
"use strict";

(() => {
  const QUIET_FOR = 200; // milliseconds after the last key
  const FEWEST_SIGNS = 2;

  function watch(form) {
    const box = form.querySelector("input[type=search]");
    const place = form.querySelector("[data-found]");
    const said = form.querySelector("[data-found-said]");
    let timer = 0;
    let asking = null;
    let chosen = -1;

    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", place.id);
    box.setAttribute("aria-expanded", "false");

    const options = () => [...place.querySelectorAll("[role=option]")];

    function show(content) {
      place.replaceChildren(...content);
      place.hidden = !place.querySelector("p, ul");
      const words = place.querySelector("[data-said]");
      said.textContent = words ? words.textContent : "";
      if (words) words.remove();
      box.setAttribute("aria-expanded", String(options().length > 0));
      choose(-1);
    }

    function close() {
      clearTimeout(timer);
      if (asking) asking.abort();
      asking = null;
      show([]);
    }

    function choose(index) {
      chosen = index;
      for (const [at, option] of options().entries()) option.setAttribute("aria-selected", String(at === index));
      const option = options()[index];
      if (option) {
        box.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        box.removeAttribute("aria-activedescendant");
      }
    }

    // XMLHttpRequest parses the answer itself; a script may not turn text into elements here (trusted types).
    function ask() {
      if (asking) asking.abort();
      const fields = new URLSearchParams(new FormData(form));
      const request = new XMLHttpRequest();
      asking = request;
      request.open("POST", form.dataset.asTyped);
      request.responseType = "document";
      request.addEventListener("load", () => {
        if (request !== asking) return;
        if (request.status !== 200 || !request.response || request.responseURL !== new URL(form.dataset.asTyped, location.href).href) close();
        else show(request.response.body.childNodes);
      });
      request.addEventListener("error", close); // the connection is lost; Enter asks again and says so
      request.send(fields);
    }

    box.addEventListener("input", () => {
      if (box.value.trim().length < FEWEST_SIGNS) return close();
      clearTimeout(timer);
      timer = setTimeout(ask, QUIET_FOR);
    });
    box.addEventListener("keydown", (event) => {
      const all = options();
      if (event.key === "Escape" && !place.hidden) {
        event.preventDefault(); // the browser would empty the box
        close();
      }
      if (!all.length || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen < 0 && step < 0 ? all.length - 1 : (chosen + step + all.length) % all.length);
      } else if (event.key === "Enter" && all[chosen]) {
        event.preventDefault();
        all[chosen].querySelector("a").click();
      }
    });
    form.addEventListener("submit", close);
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    place.addEventListener("mousedown", (event) => event.preventDefault()); // a click must not take the focus away first
    document.addEventListener("caseapp:leaving", close);
    window.addEventListener("pagehide", close);
  }

  for (const form of document.querySelectorAll("form[data-as-typed]")) watch(form);
})();
