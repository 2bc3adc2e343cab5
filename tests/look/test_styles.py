"""The style sheets: readable in both themes, the same in both directions, and asking nothing of other machines."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "caseapp/static/css"
SHEETS = sorted(CSS.glob("*.css"))
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")
STATUS = ("neutral", "moving", "waiting", "attention", "done", "stopped")
# Words on grounds that occur on a page; both names are tokens.
WORDS_ON_GROUNDS = (
    *(
        (word, ground)
        for word in ("ink", "ink-soft", "link", "danger")
        for ground in ("paper", "surface", "raised")
    ),
    *((kind, f"{kind}-ground") for kind in STATUS),
    ("ink", "sunken"),
    ("ink-soft", "sunken"),
    ("ink", "accent-wash"),
    ("link", "accent-wash"),
    ("ink-soft", "accent-wash"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("danger-ink", "danger"),
    ("danger-ink", "danger-strong"),
    ("danger", "danger-wash"),
    ("ink", "danger-wash"),
    ("menu-ink", "menu"),
    ("menu-here-ink", "menu-here"),
    ("demonstration-ink", "demonstration"),
)
EDGES_ON_GROUNDS = (
    ("line-strong", "paper"),
    ("line-strong", "surface"),
    ("focus", "paper"),
    ("focus", "surface"),
)
PHYSICAL = re.compile(
    r"^\s*(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|"
    r"(?:margin|padding|border)-(?:left|right|top|bottom)[a-z-]*)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; the dark sheet only overrides."""
    names = ("tokens.css",) if theme == "light" else ("tokens.css", "dark.css")
    found: dict[str, str] = {}
    for name in names:
        found.update(TOKEN.findall((CSS / name).read_text(encoding="utf-8")))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0 for black to 1 for white."""
    channels = (int(colour[start:end], 16) / 255 for start, end in pairwise((1, 3, 5, 7)))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_measure_gives_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground_in_both_themes(theme: str) -> None:
    colour = tokens(theme)
    weak = {
        f"{word} on {ground}": round(contrast(colour[word], colour[ground]), 2)
        for word, ground in WORDS_ON_GROUNDS
        if contrast(colour[word], colour[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edges_of_boxes_and_the_focus_ring_can_be_seen_in_both_themes(theme: str) -> None:
    colour = tokens(theme)
    weak = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in EDGES_ON_GROUNDS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_dark_sheet_overrides_every_colour_and_adds_none() -> None:
    light = TOKEN.findall((CSS / "tokens.css").read_text(encoding="utf-8"))
    dark = TOKEN.findall((CSS / "dark.css").read_text(encoding="utf-8"))
    assert {name for name, _ in dark} == {name for name, _ in light}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_names_a_physical_side(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(text.replace("{", "{\n").replace(";", ";\n")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_address_in_a_sheet_is_a_file_beside_it_or_drawn_in_place(sheet: Path) -> None:
    for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8")):
        assert address.startswith("data:image/svg+xml") or (sheet.parent / address).is_file(), address
