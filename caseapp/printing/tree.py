"""The tree of a body: what the markup parses to, and what HTML, typst and plain text are walked from.

All nodes are immutable and compare by value, so that a tree can be hashed, kept and compared.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters on one line."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PointReference:
    """A mention of a numbered point; its printed words come from the language of the letter."""

    number: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line inside a paragraph, as in an address or a verse."""


Inline = Text | PointReference | LineBreak
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    content: Line


@dataclass(frozen=True, slots=True)
class BulletedList:
    """A list without numbers."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list that counts upwards from ``start``."""

    start: int
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody else's words, set apart."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the text, such as a translator's."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A simple table; all rows, and the head if there is one, have the same number of cells."""

    head: tuple[Line, ...] | None
    rows: tuple[tuple[Line, ...], ...]


Block = Paragraph | Heading | BulletedList | NumberedList | Quotation | Note | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole body."""

    blocks: tuple[Block, ...]


def lines_of(block: Block) -> list[Line]:
    """Return every piece of running text in a block, in reading order."""
    match block:
        case Paragraph(content) | Heading(_, content):
            return [content]
        case BulletedList(items) | NumberedList(_, items):
            return list(items)
        case Quotation(paragraphs) | Note(paragraphs):
            return [paragraph.content for paragraph in paragraphs]
        case Table(head, rows):
            return [cell for row in ((head or ()), *rows) for cell in row]
