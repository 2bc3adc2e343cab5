"""The page that fills while texts are looked through: what was found leaves as it is found.

Nothing leaves before the audit log holds that it was shown: the hits of each piece are written there first, while
nobody else writes and after asking once more whether the reader reaches them. Whoever goes away ends the work.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, stream_with_context
from flask_login import current_user

from caseapp.accounts.sessions import goes_on, take_up_again
from caseapp.audit import record
from caseapp.db import Locked, db, end_read, write
from caseapp.text_search.grouping import Group, grouped
from caseapp.text_search.looking import Hit, Looking, still_reached
from caseapp.text_search.permissions import TextSearchPermission
from caseapp.web.errors import trace_of
from caseapp.web.gate import can
from caseapp.web.installed import describe_all
from caseapp.web.templating import part

log = logging.getLogger("caseapp")
MOST_SHOWN = 200
"""So many texts are shown; there the search stops and says so."""
HERE = "\ue000found\ue000"
"""Stands in a page where the results come. No text has these characters: they belong to no script."""


@dataclass
class Standing:
    """How far a search is, and how it ended: ``end`` is a code of the template ``end.html``."""

    total: int
    """So many texts there are to look through."""
    looked: int = 0
    locked: int = 0
    found: int = 0
    end: str = ""
    error_id: str = ""


def answer(page: str, looking: Looking, query: str) -> Response:
    """Return a page with what ``looking`` finds in the place of ``HERE``.

    ``query`` is what the audit log keeps of the words.
    """
    head, _here, tail = page.partition(HERE)

    def body() -> Iterator[str]:
        take_up_again()
        yield head
        yield from results(looking, query)
        yield tail

    return Response(stream_with_context(body()), mimetype="text/html")


def results(looking: Looking, query: str) -> Iterator[str]:
    """Yield what is found, piece by piece, each with how far the search is, and at the end how it ended."""
    standing = Standing(looking.total)
    try:
        for piece in looking.pieces():
            if not (goes_on() and can(current_user, TextSearchPermission.FIND)):
                standing.end = "signed out"
                break
            looked = looking.look_at(piece)
            room = MOST_SHOWN - standing.found
            found = _recorded(looked.hits[:room], query)
            standing.looked += looked.texts
            standing.locked += looked.locked
            standing.found += sum(len(group.lines) for group in found)
            shown = part("text_search/found.html", groups=found, standing=standing)
            end_read()  # whoever takes the page slowly holds up nobody
            yield shown
            if len(looked.hits) > room or (len(looked.hits) == room and standing.looked < standing.total):
                standing.end = "many"
                break
    except Locked:
        standing.end = "locked"
    except Exception as error:
        standing.end, standing.error_id = "error", secrets.token_hex(4)
        # The text of an exception may carry what somebody typed; only its type and where it arose are logged.
        log.error("error %s while searching in texts: %s", standing.error_id, trace_of(error))  # noqa: TRY400 - as said
    finally:
        db.session.rollback()
    yield part("text_search/end.html", standing=standing)


def _recorded(found: list[Hit], query: str) -> list[Group]:
    """Return the hits that are shown, by page, after the log was told: those of which the reader reaches the text and
    may know the page.
    """
    if not found:
        return []
    with write(quiet=True):
        reached = set(still_reached(current_user, (hit.scope_id for hit in found)))
        named = describe_all(current_user, {name for hit in found for name in (hit.record, hit.of)})
        hits = [hit for hit in found if hit.scope_id in reached and hit.of in named]
        if hits:
            shown = dict.fromkeys(str(record_id) for hit in hits for _kind, record_id in (hit.of, hit.record))
            record(current_user, "text_search.found", query=query, shown=list(shown))
    return grouped(current_user, hits, named)
