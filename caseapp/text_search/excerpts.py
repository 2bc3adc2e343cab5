"""The words around a hit, cut out of a long text between words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caseapp.text_search.matching import Span

AROUND = 70
"""So many characters before and behind a hit are shown."""
MOST = 3
"""So many places of one text are shown."""


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text: ``pieces`` in their order, each with whether it is a hit; and whether the text goes on."""

    pieces: tuple[tuple[str, bool], ...]
    before: bool
    behind: bool

    @property
    def words(self) -> str:
        """Return the piece as it stands in the text."""
        return "".join(piece for piece, _is_hit in self.pieces)


def excerpts(text: str, spans: Sequence[Span]) -> list[Excerpt]:
    """Return the words around the first places of a text, those of neighbours as one piece."""
    return [_cut(text, group) for group, _number in zip(_groups(spans), range(MOST), strict=False)]


def _groups(spans: Sequence[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in spans:
        if group and span.start - group[-1].end > 2 * AROUND:
            yield group
            group = []
        if not group or span.end - group[0].start <= 4 * AROUND:
            group.append(span)
    if group:
        yield group


def _cut(text: str, spans: Sequence[Span]) -> Excerpt:
    start, end = max(0, spans[0].start - AROUND), min(len(text), spans[-1].end + AROUND)
    while start and start < spans[0].start and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > spans[-1].end and not text[end].isspace():
        end -= 1
    pieces: list[tuple[str, bool]] = []
    place = start
    for span in spans:
        pieces += [(text[place : span.start], False), (text[span.start : span.end], True)]
        place = span.end
    pieces.append((text[place:end], False))
    return Excerpt(tuple(piece for piece in pieces if piece[0]), start > 0, end < len(text))
