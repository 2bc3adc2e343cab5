"""The printed pages of a letter as pictures, kept in memory for as long as the keys are there."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable

from caseapp.db.unlocked import memory
from caseapp.printing.raster import rasterise

DPI = 100
"""Fine enough to read a letter on a screen."""
KEPT = 8
"""Letters whose pages are kept; at about 200 kB a page."""
_KEY = "letter-pages"
_lock = threading.Lock()

Key = tuple[uuid.UUID, str]


def page_images(key: Key, pdf: Callable[[], bytes]) -> list[bytes]:
    """Return the pages of a PDF as PNG pictures; ``key`` names the letter and the text that it shows.

    Raises whatever ``pdf`` raises, and ``InvalidDocument``.
    """
    with _lock:
        kept: OrderedDict[Key, list[bytes]] = memory().setdefault(_KEY, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    images = rasterise(pdf(), "application/pdf", DPI)
    with _lock:
        kept[key] = images
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return images
