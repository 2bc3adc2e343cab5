"""Forms for the parts of a letter. Each has a few boxes for every row there is, so its class is made with the rows."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from wtforms import BooleanField
from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters.enclosing import Candidate
from caseapp.letters.labels import GROUNDS, OUTCOMES, STANDINGS, SUBJECTS
from caseapp.letters.models import LetterCopy, LetterPoint, NamedPerson
from caseapp.web.forms import ChoiceField, LineField, PageForm, TextField

REASON = 20_000
"""The longest reason, in characters."""


class CopiesForm(PageForm):
    """Who gets a copy, and the line that the letter prints for each."""

    authority = ChoiceField(_l("Who gets a copy, too?"), default="")

    def line_of(self, copy_id: uuid.UUID) -> str:
        """Return the line typed for one copy; an empty one stands for the name in the register."""
        return self[f"line-{copy_id}"].data or ""


class NamedForm(PageForm):
    """Why each person whom the letter names may be named, and somebody to put on the list."""

    def answer(self, row_id: uuid.UUID) -> tuple[str, str, str]:
        """Return ground, standing and reason of one person."""
        ground, standing, reason = (
            self[f"{name}-{row_id}"].data for name in ("ground", "standing", "reason")
        )
        return ground, standing, (reason or "").strip()

    def person(self, row_id: uuid.UUID) -> uuid.UUID | None:
        """Return which person on file a name typed by hand was said to mean; None where nothing was chosen."""
        box = f"person-{row_id}"
        return uuid.UUID(self[box].data) if box in self and self[box].data else None


def copies_form(rows: Iterable[LetterCopy]) -> type[CopiesForm]:
    """Return the form for these copies."""
    line = _l("For the attention of")
    hint = _l("Printed after the name on the list; may stay empty.")
    boxes = {f"line-{row.id}": LineField(line, description=hint) for row in rows}
    return cast("type[CopiesForm]", _with_boxes(CopiesForm, boxes))


def enclosures_form(found: Iterable[Candidate]) -> type[PageForm]:
    """Return the form that chooses among these records: whether, in which order, under which title."""
    boxes: dict[str, Any] = {}
    for each in found:
        enclose = _l("Enclose %(name)s", name=f"\u2068{each.note}\u2069")
        boxes[f"take-{each.id}"] = BooleanField(enclose)
        boxes[f"number-{each.id}"] = LineField(_l("Order"), render_kw={"inputmode": "numeric"})
        boxes[f"title-{each.id}"] = LineField(_l("Title in the list of enclosures"))
    return _with_boxes(PageForm, boxes)


def named_form(
    rows: Iterable[NamedPerson], people: Iterable[tuple[str, str]], struck: str = ""
) -> type[NamedForm]:
    """Return the form for the people on the list, with boxes for one more.

    ``people`` are the persons of the case, id and name: a name typed by hand may be said to mean one of them. A reason
    is asked for where the ground is one, but of the row ``struck``, an id as the page sends it.
    """
    known = [("", _l("nobody on file")), *people]
    boxes: dict[str, Any] = {
        "name-new": LineField(_l("Name as it stands in the letter")),
        "standing-new": _standing(),
    }
    for row in rows:
        if row.person_id is None:
            boxes[f"person-{row.id}"] = ChoiceField(_l("Who on file is this?"), choices=known, default="")
        boxes[f"ground-{row.id}"] = ChoiceField(_l("Why may they be named?"), choices=GROUNDS.items())
        boxes[f"standing-{row.id}"] = _standing()
        asked = [] if str(row.id) == struck else [_ReasonGiven(row)]
        boxes[f"reason-{row.id}"] = TextField(
            _l("Reason"), asked, most=REASON, description=_l("Needed where they are named for a reason.")
        )
    return cast("type[NamedForm]", _with_boxes(NamedForm, boxes))


def outcomes_form(points: Iterable[LetterPoint]) -> type[PageForm]:
    """Return the form for what became of these points."""
    boxes: dict[str, Any] = {}
    for point in points:
        boxes[f"subject-{point.id}"] = ChoiceField(_l("What it asks for"), choices=SUBJECTS.items())
        boxes[f"outcome-{point.id}"] = ChoiceField(_l("Outcome"), choices=OUTCOMES.items())
        boxes[f"reason-{point.id}"] = TextField(_l("Their reason"), most=REASON)
    return _with_boxes(PageForm, boxes)


class _ReasonGiven:
    """Asks for the reason of one row whose ground is that there is a reason."""

    def __init__(self, row: NamedPerson) -> None:
        self.ground = f"ground-{row.id}"

    def __call__(self, form: Any, field: Any) -> None:
        if form[self.ground].data == "reason" and not (field.data or "").strip():
            raise ValidationError(_("Write for which reason they are named."))


def _standing() -> ChoiceField:
    return ChoiceField(_l("Are they one of these?"), choices=STANDINGS.items(), default="none")


def _with_boxes(form: type[PageForm], boxes: dict[str, Any]) -> type[PageForm]:
    return cast("type[PageForm]", type(form.__name__, (form,), boxes))
