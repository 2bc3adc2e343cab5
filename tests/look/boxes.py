"""Which boxes of a page stand out of the window. What sticks out at the start of the line makes nothing scroll."""

from playwright.sync_api import Page

_OUTSIDE = """() => {
  const scrolls = element => {
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflowX !== "visible") return true;
    }
    return false;
  };
  const found = new Set();
  const look = where => {
    for (const element of document.querySelectorAll("body *")) {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || element.closest("svg, .skip-link")) continue;
      const out = box.left < -1 || box.right > document.documentElement.clientWidth + 1;
      if (!out || !element.checkVisibility({visibilityProperty: true}) || scrolls(element)) continue;
      found.add(`${where}<${element.localName} class="${element.getAttribute("class") || ""}"> ` +
        `from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.textContent.trim().slice(0, 60)}`);
    }
  };
  look("");
  for (const drop of document.querySelectorAll("details.drop")) {
    drop.open = true;
    look("with a list open: ");
    drop.open = false;
  }
  return [...found];
}"""


def outside(page: Page) -> list[str]:
    """The boxes that stand out of the window on either side, also of the lists that drop from buttons."""
    found: list[str] = page.evaluate(_OUTSIDE)
    return found
