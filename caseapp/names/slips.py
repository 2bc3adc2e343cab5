"""Texts that differ by one slip of the finger: a letter left out, put in, mistaken, or swapped with its neighbour."""

from collections.abc import Iterator

_LATIN = "abcdefghijklmnopqrstuvwxyzç"
_ARABIC = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_BLOCK = 64
"""Letters of another script are those that Unicode has beside the one typed."""


def one_slip(text: str, letters: str) -> Iterator[str]:
    """All that one slip makes of ``text`` when any of ``letters`` may be typed; some come more than once."""
    for at in range(len(text)):
        before, letter, after = text[:at], text[at], text[at + 1 :]
        yield before + after
        if after:
            yield before + after[0] + letter + after[1:]
        for other in letters:
            yield before + other + after
            yield before + other + letter + after
    for other in letters:
        yield text + other


def letters_of(text: str, *, arabic: bool) -> str:
    """The letters that may be typed by mistake in a folded part: those of its script."""
    script = _ARABIC if arabic else _LATIN
    others = {ord(letter) // _BLOCK for letter in text if letter not in script and letter.isalpha()}
    return script + "".join(
        letter
        for block in sorted(others)
        for letter in map(chr, range(block * _BLOCK, (block + 1) * _BLOCK))
        if letter.isalpha() and letter not in script
    )


def is_one_slip(first: str, second: str) -> bool:
    """Whether one slip makes one text of the other."""
    return second in one_slip(first, second)
