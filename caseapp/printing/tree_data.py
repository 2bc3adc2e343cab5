"""The tree of a body as plain JSON values, in the shape that ``typst/body.typ`` walks."""

from typing import Any

from caseapp.printing.bidi_line import block_direction, isolate_line, plain_text
from caseapp.printing.direction import Direction
from caseapp.printing.tree import (
    Block,
    BulletedList,
    Document,
    Heading,
    Inline,
    Line,
    LineBreak,
    Note,
    NumberedList,
    Paragraph,
    PointReference,
    Quotation,
    Table,
    Text,
    lines_of,
)
from caseapp.printing.typeset import typeset

Json = dict[str, Any]


def to_data(document: Document, direction: Direction = "ltr") -> Json:
    """Return the tree as JSON values; ``direction`` is that of the page.

    Every block carries the direction in which it runs and its length in characters, and its foreign runs
    are isolated.
    """
    return {"blocks": [_block(block, block_direction(block, direction)) for block in document.blocks]}


def _block(block: Block, direction: Direction) -> Json:
    def lines(each: tuple[Line, ...]) -> list[list[Json]]:
        return [_line(line, direction) for line in each]

    length = sum(len(plain_text(line)) for line in lines_of(block))
    return {"direction": direction, "length": length} | _content(block, lines)


def _content(block: Block, lines: Any) -> Json:
    match block:
        case Paragraph(content):
            return {"kind": "paragraph", "content": lines((content,))[0]}
        case Heading(level, content):
            return {"kind": "heading", "level": level, "content": lines((content,))[0]}
        case BulletedList(items):
            return {"kind": "bulleted", "items": lines(items)}
        case NumberedList(start, items):
            return {"kind": "numbered", "start": start, "items": lines(items)}
        case Quotation(paragraphs):
            return {"kind": "quotation", "paragraphs": lines(tuple(each.content for each in paragraphs))}
        case Note(paragraphs):
            return {"kind": "note", "paragraphs": lines(tuple(each.content for each in paragraphs))}
        case Table(head, rows):
            return {
                "kind": "table",
                "head": None if head is None else lines(head),
                "rows": [lines(row) for row in rows],
            }


def _line(line: Line, direction: Direction) -> list[Json]:
    return [_inline(piece) for piece in isolate_line(line, direction)]


def _inline(inline: Inline) -> Json:
    match inline:
        case Text(text, bold):
            return {"kind": "text", "text": typeset(text), "bold": bold}
        case PointReference(number, bold):
            return {"kind": "point", "number": number, "bold": bold}
        case LineBreak():
            return {"kind": "break"}
