"""Bold and references to points within one line of the body markup."""

import re

from caseapp.printing.tree import Inline, Line, PointReference, Text

_TOKEN = re.compile(r"\\\*\*|\\\{point:|\*\*|\{point:([1-9][0-9]{0,2}|[۱-۹][۰-۹]{0,2}|[١-٩][٠-٩]{0,2})\}")


def parse_line(line: str) -> Line:
    """Read one line; stars that find no partner, and whatever else is not a mark, stay as they are."""
    tokens = list(_TOKEN.finditer(line))
    bold_marks = _paired_stars(line, tokens)
    content: list[Inline] = []
    pending = ""
    bold = False
    position = 0
    for token in tokens:
        pending += line[position : token.start()]
        position = token.end()
        if token.start() in bold_marks:
            _append_text(content, pending, bold)
            pending, bold = "", not bold
        elif token.group(1):
            _append_text(content, pending, bold)
            pending = ""
            content.append(PointReference(int(token.group(1)), bold))
        else:
            pending += token.group().removeprefix("\\")
    _append_text(content, pending + line[position:], bold)
    return tuple(content)


def _append_text(content: list[Inline], text: str, bold: bool) -> None:
    if text:
        content.append(Text(text, bold))


def _paired_stars(line: str, tokens: list[re.Match[str]]) -> set[int]:
    """Find where bold begins and ends: stars that hug a word from the left, then from the right."""
    paired: set[int] = set()
    opened: int | None = None
    for token in tokens:
        if token.group() != "**":
            continue
        start, end = token.span()
        if opened is not None and start > opened + 2 and not line[start - 1].isspace():
            paired |= {opened, start}
            opened = None
        elif opened is None and end < len(line) and not line[end].isspace():
            opened = start
    return paired
