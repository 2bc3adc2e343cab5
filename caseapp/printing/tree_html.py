"""The tree of a body as HTML, built by escaping: no character of the text can become markup."""

from collections.abc import Callable

from markupsafe import Markup

from caseapp.printing.bidi_line import block_direction, isolate_line
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
)

PointLabel = Callable[[int], str]
# A page has one h1 of its own, and a panel an h2.
_TOP_HEADING = 3


def to_html(document: Document, point_label: PointLabel, direction: Direction = "ltr") -> Markup:
    """Return the body as HTML.

    ``point_label`` words a reference to a point ("point 3"); ``direction`` is that of the element around
    it, and a block that runs the other way gets a ``dir`` of its own.
    """
    return Markup("\n").join(_Html(point_label, direction).block(block) for block in document.blocks)


class _Html:
    def __init__(self, point_label: PointLabel, direction: Direction) -> None:
        self.point_label = point_label
        self.surroundings = direction
        self.direction = direction

    def block(self, block: Block) -> Markup:
        self.direction = block_direction(block, self.surroundings)
        dir_attribute = Markup(' dir="{}"').format(self.direction)
        own_dir = Markup() if self.direction == self.surroundings else dir_attribute
        match block:
            case Paragraph(content):
                return Markup("<p{}>{}</p>").format(own_dir, self.line(content))
            case Heading(level, content):
                shown = level + _TOP_HEADING - 1
                return Markup("<h{}{}>{}</h{}>").format(shown, own_dir, self.line(content), shown)
            case BulletedList(items):
                return Markup("<ul{}>{}</ul>").format(own_dir, self.items(items))
            case NumberedList(start, items):
                return Markup('<ol{} start="{}">{}</ol>').format(own_dir, start, self.items(items))
            case Quotation(paragraphs):
                return Markup("<blockquote{}>{}</blockquote>").format(own_dir, self.paragraphs(paragraphs))
            case Note(paragraphs):
                return Markup('<div class="body-note" role="note"{}>{}</div>').format(
                    own_dir, self.paragraphs(paragraphs)
                )
            case Table():
                return Markup('<table class="table"{}>{}</table>').format(own_dir, self.rows(block))

    def items(self, items: tuple[Line, ...]) -> Markup:
        return Markup().join(Markup("<li>{}</li>").format(self.line(item)) for item in items)

    def paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> Markup:
        return Markup().join(Markup("<p>{}</p>").format(self.line(each.content)) for each in paragraphs)

    def rows(self, table: Table) -> Markup:
        body = Markup().join(self.row(row, Markup("<td>{}</td>")) for row in table.rows)
        if table.head is None:
            return Markup("<tbody>{}</tbody>").format(body)
        head = self.row(table.head, Markup('<th scope="col">{}</th>'))
        return Markup("<thead>{}</thead><tbody>{}</tbody>").format(head, body)

    def row(self, cells: tuple[Line, ...], cell: Markup) -> Markup:
        return Markup("<tr>{}</tr>").format(Markup().join(cell.format(self.line(each)) for each in cells))

    def line(self, line: Line) -> Markup:
        return Markup().join(map(self.inline, isolate_line(line, self.direction)))

    def inline(self, inline: Inline) -> Markup:
        match inline:
            case LineBreak():
                return Markup("<br>")
            case PointReference(number, bold):
                shown = Markup("<bdi>{}</bdi>").format(self.point_label(number))
            case Text(text, bold):
                shown = Markup("{}").format(text)
        return Markup("<strong>{}</strong>").format(shown) if bold else shown
