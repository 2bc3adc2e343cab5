r"""The markup of letter and statement bodies, ``body_format`` 1.

It is small enough to be typed by hand, and a text that was pasted without it comes through word for word.
Marks stand at the start of a line:

=====================  =========================================================================
``# `` ``## `` ``### ``  a heading of level 1, 2 or 3
``- `` ``* `` ``• ``     an item of a list
``1. `` ``2) `` ``۳- ``  an item of a numbered list; numbers are kept as they were typed
``> ``                 a quotation
``!! ``                a note beside the text
``| a | b |``          a row of a table, two rows at least; ``|---|---|`` under the first makes it the head
=====================  =========================================================================

Within a line ``**two stars**`` make bold and ``{point:3}`` refers to the third numbered point. A backslash
before a mark (``\# ``, ``\**``, ``\{point:3}``) prints the mark itself; everywhere else it is a backslash.

A line is a paragraph and blank lines part paragraphs, too; short lines that follow one another (an address,
a verse, text wrapped by a mail program; at most 80 characters each) stay together as lines of one paragraph.
Lines that are indented by two spaces continue the item of a list above them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from caseapp.printing.body_text import UnsafeText, clean_body
from caseapp.printing.inline import parse_line
from caseapp.printing.tree import (
    Block,
    BulletedList,
    Document,
    Heading,
    Line,
    LineBreak,
    Note,
    NumberedList,
    Paragraph,
    Quotation,
    Table,
    Text,
)
from caseapp.printing.tree_data import to_data
from caseapp.printing.tree_html import to_html
from caseapp.printing.tree_text import to_text, words_in

__all__ = ["BODY_FORMAT", "UnsafeText", "clean_body", "parse", "to_data", "to_html", "to_text", "word_count"]

BODY_FORMAT = 1
SHORT_LINE = 80

_BULLET = re.compile(r"[-*•][ \t]+(?=\S)")
_NUMBER = re.compile(r"([1-9][0-9]{0,2})[.)][ \t]+(?=\S)|([۱-۹][۰-۹]{0,2}|[١-٩][٠-٩]{0,2})[.)\-][ \t]+(?=\S)")
_HEADING = re.compile(r"(#{1,3})[ \t]+(?=\S)")
_QUOTED = re.compile(r">(?:[ \t]+|$)")
_NOTED = re.compile(r"!!(?:[ \t]+|$)")
_ROW = re.compile(r"\|.*[^\\]\|$")
_RULE = re.compile(r"\|(?:[ \t]*:?-{3,}:?[ \t]*\|)+$")
_CELL_END = re.compile(r"(?<!\\)\|")
_MARKS = (_BULLET, _NUMBER, _HEADING, _QUOTED, _NOTED, _ROW)
_CONTINUED = re.compile(r"(?: {2,}|\t)[ \t]*(?=\S)")


def parse(text: str, body_format: int = BODY_FORMAT) -> Document:
    """Read a body into its tree; never fails on a text that passed ``clean_body``.

    Raises ``ValueError`` for a ``body_format`` that no version of this module has written.
    """
    if body_format != BODY_FORMAT:
        raise ValueError(f"body format {body_format} is not known")
    return Document(tuple(_blocks(_Lines(text.split("\n")))))


def word_count(text: str) -> int:
    """Count the words of a body as a reader would, without its marks."""
    return len(words_in(to_text(parse(text))))


@dataclass
class _Lines:
    """The lines of a body, read once from top to bottom."""

    lines: list[str]
    position: int = 0

    def peek(self) -> str | None:
        """Return the line that comes next, without the spaces around it, or None at the end."""
        return self.lines[self.position].strip() if self.position < len(self.lines) else None

    def take(self) -> str:
        """Return the next line without the spaces around it, and go on."""
        self.position += 1
        return self.lines[self.position - 1].strip()

    def take_while(self, wanted: Callable[[str], object]) -> list[str]:
        """Take lines as long as they are wanted."""
        taken = []
        while (line := self.peek()) is not None and wanted(line):
            taken.append(self.take())
        return taken

    def take_continuations(self) -> list[str]:
        """Take the indented lines that go on with the item above them."""
        taken = []
        while self.position < len(self.lines) and _CONTINUED.match(self.lines[self.position]):
            if _is_marked(self.lines[self.position].strip()):
                break
            taken.append(self.take())
        return taken

    def skip_blank(self) -> None:
        """Go on to the next line that holds something."""
        self.take_while(lambda line: not line)


def _blocks(lines: _Lines) -> Iterator[Block]:
    lines.skip_blank()
    while (line := lines.peek()) is not None:
        yield _block(lines, line)
        lines.skip_blank()


def _block(lines: _Lines, line: str) -> Block:
    if heading := _HEADING.match(line):
        return Heading(len(heading.group(1)), parse_line(lines.take()[heading.end() :]))
    if _BULLET.match(line):
        return BulletedList(_bulleted_items(lines))
    if number := _NUMBER.match(line):
        return _numbered_list(lines, _number(number))
    if _QUOTED.match(line):
        paragraphs = _marked_paragraphs(lines, _QUOTED)
        return Quotation(paragraphs) if paragraphs else Paragraph((Text(line),))
    if _NOTED.match(line):
        paragraphs = _marked_paragraphs(lines, _NOTED)
        return Note(paragraphs) if paragraphs else Paragraph((Text(line),))
    return _table(lines) or Paragraph(_paragraph_content(lines))


def _number(match: re.Match[str]) -> int:
    return int(match.group(1) or match.group(2))


def _is_marked(line: str) -> bool:
    return any(mark.match(line) for mark in _MARKS)


def _bulleted_items(lines: _Lines) -> tuple[Line, ...]:
    items = []
    while (line := lines.peek()) is not None and (mark := _BULLET.match(line)):
        items.append(_item(lines, mark.end()))
        _skip_blank_before(lines, _BULLET.match)
    return tuple(items)


def _numbered_list(lines: _Lines, start: int) -> NumberedList:
    """Take items as long as each counts on from the one before; another number begins another list."""
    items: list[Line] = []

    def follows(line: str) -> re.Match[str] | None:
        mark = _NUMBER.match(line)
        return mark if mark and _number(mark) == start + len(items) else None

    while (line := lines.peek()) is not None and (mark := follows(line)):
        items.append(_item(lines, mark.end()))
        _skip_blank_before(lines, follows)
    return NumberedList(start, tuple(items))


def _item(lines: _Lines, mark_length: int) -> Line:
    return _joined([lines.take()[mark_length:], *lines.take_continuations()])


def _skip_blank_before(lines: _Lines, wanted: Callable[[str], object]) -> None:
    """Skip blank lines only where the list goes on behind them."""
    position = lines.position
    lines.skip_blank()
    line = lines.peek()
    if line is None or not wanted(line):
        lines.position = position


def _marked_paragraphs(lines: _Lines, mark: re.Pattern[str]) -> tuple[Paragraph, ...]:
    inner = _Lines([mark.sub("", line, count=1) for line in lines.take_while(mark.match)])
    paragraphs = []
    inner.skip_blank()
    while inner.peek() is not None:
        paragraphs.append(Paragraph(_paragraph_content(inner, is_marked=lambda _: False)))
        inner.skip_blank()
    return tuple(paragraphs)


def _table(lines: _Lines) -> Table | None:
    position = lines.position
    rows = lines.take_while(_ROW.match)
    if len(rows) < 2:
        lines.position = position
        return None
    has_head = len(rows) > 2 and _RULE.match(rows[1]) is not None
    cells = [_cells(row) for row in (rows[:1] + rows[2:] if has_head else rows)]
    width = max(map(len, cells))
    padded = [row + ((),) * (width - len(row)) for row in cells]
    return Table(padded[0] if has_head else None, tuple(padded[1:] if has_head else padded))


def _cells(row: str) -> tuple[Line, ...]:
    return tuple(parse_line(cell.strip().replace("\\|", "|")) for cell in _CELL_END.split(row[1:-1]))


def _paragraph_content(lines: _Lines, is_marked: Callable[[str], bool] = _is_marked) -> Line:
    taken = [lines.take()]
    while (line := lines.peek()) and len(line) <= SHORT_LINE and len(taken[-1]) <= SHORT_LINE:
        if is_marked(line):
            break
        taken.append(lines.take())
    return _joined([_without_escape(line) for line in taken])


def _without_escape(line: str) -> str:
    return line[1:] if line.startswith("\\") and _is_marked(line[1:]) else line


def _joined(lines: list[str]) -> Line:
    content = list(parse_line(lines[0]))
    for line in lines[1:]:
        content += [LineBreak(), *parse_line(line)]
    return tuple(content)
