"""How erasures are shown: what goes along, where a mention stands, what was destroyed in numbers."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for

from caseapp.accounts import User
from caseapp.db import Record, db
from caseapp.disclosures.wording import AUDIENCES, PURPOSES
from caseapp.erasures.blackening import blackened
from caseapp.erasures.former import WordsBefore, words_before
from caseapp.erasures.labels import DECISIONS, TARGETS
from caseapp.erasures.mentions import is_open, may_be_blackened, mentions_seen_by
from caseapp.erasures.models import Decided, Erasure, How, Mention, Residue
from caseapp.erasures.needles import Needles, excerpt, needles_for
from caseapp.erasures.queries import doomed_of
from caseapp.erasures.reach import Doomed
from caseapp.erasures.workflow import ERASURE_WORKFLOW
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.installed import all_kinds, describe, describe_all, kind_label, model_of
from caseapp.web.kind import Description

OTHER_NUMBERS = {
    "keys": _l("Keys"),
    "files": _l("Files"),
    "drafts": _l("Unsaved texts about it"),
    "residue": _l("Disclosures of which a line without a name stays"),
    "blackened": _l("Former states of other records in which they are named no more"),
    "shells": _l("Rows that stand empty because another record points to them"),
}


@dataclass(frozen=True)
class MentionLine:
    """A mention as a page shows it."""

    mention: Mention
    kind: str
    place: Description | None
    """The record in which it stands."""
    words: str
    left: str
    """What blackening leaves of them, where they may be blackened."""
    before: list[WordsBefore]
    """The words that stand there no more, where it is about these."""
    decided: str
    is_open: bool
    url: str


def lines_of(user: User, erasure: Erasure) -> list[MentionLine]:
    """Return the mentions that ``user`` sees, with the words around a name: open ones first, and by their record."""
    doomed = doomed_of(erasure)
    if doomed is None:
        return []
    needles = needles_for(doomed)
    found = [mention_line(user, each, needles, doomed) for each in mentions_seen_by(user, erasure)]
    return sorted(
        found, key=lambda line: (not line.is_open, line.place.label if line.place else "", line.kind)
    )


def mention_line(user: User, mention: Mention, needles: Needles, doomed: Doomed) -> MentionLine:
    """Return one mention as a page shows it; ``user`` sees the row."""
    row = db.session.get(model_of(mention.mentioned_kind), mention.mentioned_id)
    words = excerpt(getattr(row, mention.part), needles) if mention.found_by == How.WORDS and row else ""
    before = words_before(row, needles.without_ids()) if mention.found_by == How.FORMER and row else []
    waits = is_open(mention, row, doomed)
    return MentionLine(
        mention,
        str(kind_label(mention.mentioned_kind) or mention.mentioned_kind),
        _place_of(user, row) if row is not None else None,
        words,
        blackened(words, needles.without_ids()) if may_be_blackened(mention) else "",
        before,
        str(DECISIONS[Decided.OPEN if waits else Decided(mention.decided)]),
        waits,
        url_for("erasures.mention", erasure_id=mention.erasure_id, mention_id=mention.id),
    )


def _place_of(user: User, row: Record) -> Description | None:
    """Return the record that a row belongs to, with the way to the row itself where it has a page of its own."""
    own = describe(user, row.__kind__, row.id)
    roots = [(each.__kind__, each.id) for each in Doomed(frozenset({row.scope_id})).records]
    named = describe_all(user, roots)
    root = next((named[each] for each in roots if each in named), own)
    return Description(root.label, own.url if own is not None and own.url else root.url) if root else None


def along_with(user: User, erasure: Erasure) -> list[tuple[str, Description]]:
    """Return what goes when it is carried out, as far as ``user`` sees it: kind and name of each record."""
    doomed = doomed_of(erasure)
    if doomed is None:
        return []
    seen = [(each.__kind__, each.id) for each in doomed.seen_by(user)]
    named = describe_all(user, seen)
    return [(str(kind_label(kind)), named[kind, each]) for kind, each in seen if (kind, each) in named]


def target_in_words(user: User, erasure: Erasure) -> Description:
    """Return whom or what an erasure is about: by name while it is there, by its kind afterwards."""
    return targets_in_words(user, [erasure])[erasure.id]


def targets_in_words(user: User, erasures: Collection[Erasure]) -> dict[uuid.UUID, Description]:
    """Return the same for many erasures at once, by their ids."""
    named = describe_all(user, [(each.target_kind, each.target_id) for each in erasures])
    return {
        each.id: named.get(
            (each.target_kind, each.target_id), Description(str(TARGETS[each.target_kind]), None)
        )
        for each in erasures
    }


def status_of(erasure: Erasure) -> tuple[str, str]:
    """Return the words and the tone of the state of an erasure."""
    state = ERASURE_WORKFLOW.state(erasure.status)
    return str(state.label), ERASURE_WORKFLOW.phase_of(erasure.status).tone


def numbers_in_words(numbers: dict[str, Any] | None) -> list[tuple[str, int]]:
    """Return what was destroyed: each kind of record and how many, then keys, files and the rest."""
    if not numbers:
        return []
    kinds = all_kinds()  # each called as its table is
    rows: dict[str, int] = dict(numbers["rows"])
    lines = []
    other = 0
    for table, number in rows.items():
        if table in kinds:
            lines.append((str(kinds[table].word), number))
        else:
            other += number
    if other:
        lines.append((_("Other rows, such as former states"), other))
    return lines + [(str(label), numbers[name]) for name, label in OTHER_NUMBERS.items() if numbers.get(name)]


def residue_line(user: User, residue: Residue) -> dict[str, Any]:
    """Return what stays of a disclosure as a page shows it."""
    audience = residue.audience or {}
    named = describe(user, audience["kind"], uuid.UUID(audience["id"])) if audience.get("id") else None
    return {
        "number": str(residue.disclosure_id)[:8],
        "day": residue.day,
        "purpose": str(PURPOSES.get(residue.purpose, residue.purpose)),
        "audience": named.label if named else str(AUDIENCES.get(audience.get("kind", ""), "")),
        "bases": [str(kind_label(kind) or kind) for kind in residue.bases or []],
    }
