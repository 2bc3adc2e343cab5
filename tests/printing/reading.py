"""Reading a PDF back, as its addressee's computer would."""

import re
import shutil
import subprocess
import unicodedata

import pytest

# pdftotext puts embeddings around runs, and the space between two runs inside one of them; it keeps isolates,
# and puts joiners behind the next letter.
_EMBEDDING = re.compile("[\u202a-\u202e]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2066-\u2069\ufeff]")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def text_of(pdf: bytes, *options: str) -> str:
    """The text of a PDF in reading order, by pdftotext through pipes."""
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def comparable(text: str) -> str:
    """A text without what print may change: joiners, isolates, no-break spaces, composed letters."""
    composed = unicodedata.normalize("NFC", text).replace("\u0647\u0654", "\u06c0").replace("\u00a0", " ")
    lines = _INVISIBLE.sub("", _EMBEDDING.sub(" ", composed)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def words_of(text: str) -> list[str]:
    """The words of a text without the punctuation at their ends, comparable."""
    bare = (word.strip("()[]«»\"'.,:;،؛؟!“”–—") for word in comparable(text).split())
    return [word for word in bare if word]
