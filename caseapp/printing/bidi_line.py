"""Isolation of foreign runs in a line that is cut into pieces by bold and references."""

from dataclasses import replace

from caseapp.printing.direction import (
    POP_ISOLATE,
    Direction,
    dominant_direction,
    foreign_runs,
    isolate_opener,
)
from caseapp.printing.tree import Block, Inline, Line, LineBreak, PointReference, Text, lines_of

# Stands for what is not text; no run goes across it.
_OBJECT = "\ufffc"


def block_direction(block: Block, surroundings: Direction) -> Direction:
    """Return the direction in which a block runs: that of most of its words."""
    return dominant_direction(" ".join(map(plain_text, lines_of(block))), surroundings)


def plain_text(line: Line) -> str:
    """Return the characters of a line, with an object replacement character for each reference."""
    return "".join(map(_plain_piece, line))


def isolate_line(line: Line, direction: Direction) -> Line:
    """Put isolates around the foreign runs of a line, even where a run is partly bold.

    The runs are found in the line as a whole: isolating each piece by itself would print a Latin phrase
    whose second half is bold with its halves swapped.
    """
    runs = foreign_runs(plain_text(line), direction)
    opener = isolate_opener(direction)
    inserts: dict[int, str] = {}
    for start, end in runs:
        inserts[start] = inserts.get(start, "") + opener
        inserts[end] = POP_ISOLATE + inserts.get(end, "")
    pieces: list[Inline] = []
    position = 0
    for piece in line:
        length = len(_plain_piece(piece))
        pieces.append(_with_inserts(piece, position, inserts))
        position += length
    return tuple(pieces)


def _plain_piece(piece: Inline) -> str:
    match piece:
        case Text(text):
            return text
        case PointReference():
            return _OBJECT
        case LineBreak():
            return "\n"


def _with_inserts(piece: Inline, offset: int, inserts: dict[int, str]) -> Inline:
    if not isinstance(piece, Text):
        return piece
    marked = []
    for index, character in enumerate(piece.text):
        marked.append(_opening(inserts.get(offset + index, "")) + character)
        marked.append(_closing(inserts.get(offset + index + 1, "")))
    return replace(piece, text="".join(marked))


def _opening(inserted: str) -> str:
    return inserted.replace(POP_ISOLATE, "")


def _closing(inserted: str) -> str:
    return inserted[: inserted.count(POP_ISOLATE)]
