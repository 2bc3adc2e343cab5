"""The fonts that paper is printed with: bundled, so that every machine prints the same page.

Nothing is taken from the system, where a missing font would be replaced in silence.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


VENDOR = Path(__file__).parent.parent / "static" / "vendor"
FOLDERS = ("noto-serif-2.015", "noto-naskh-arabic-2.004", "vazirmatn-33.0.3")


@cache
def bundled_fonts() -> "typst.Fonts":
    """Read the bundled fonts once per process."""

    import typst  # here: a server that prints nothing does not carry it

    paths: list[Path] = [VENDOR / folder for folder in FOLDERS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
