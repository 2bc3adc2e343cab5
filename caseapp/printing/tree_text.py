"""The tree of a body as plain text, for searching, counting, reading aloud and mail without markup."""

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
)


def to_text(document: Document) -> str:
    """Return the words of a body, with blank lines between its blocks and without its marks.

    Numbers of lists stay, because people refer to them; a reference to a point is its number in brackets.
    """
    return "\n\n".join(map(_block, document.blocks))


def words_in(text: str) -> list[str]:
    """Return the words of a plain text: whatever stands between spaces and holds a letter or a digit."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _block(block: Block) -> str:
    match block:
        case Paragraph(content) | Heading(_, content):
            return _line(content)
        case BulletedList(items):
            return "\n".join(f"- {_line(item)}" for item in items)
        case NumberedList(start, items):
            return "\n".join(f"{number}. {_line(item)}" for number, item in enumerate(items, start))
        case Quotation(paragraphs) | Note(paragraphs):
            return "\n\n".join(_line(paragraph.content) for paragraph in paragraphs)
        case Table(head, rows):
            return "\n".join("\t".join(map(_line, row)) for row in ((head,) if head else ()) + rows)


def _line(line: Line) -> str:
    return "".join(map(_inline, line))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case PointReference(number):
            return f"({number})"
        case LineBreak():
            return "\n"
