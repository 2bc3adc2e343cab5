"""The files of an export: a folder for each person named, and a manifest that says what is there and what is not.

The names of the members of a zip stand in clear even where it is encrypted, so folders and files are numbered; the
manifest, which is encrypted like the rest, tells whose they are.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.accounts.organisation import organisation
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.clock import at_home, now
from caseapp.consents.queries import consents_of
from caseapp.disclosures.wording import PURPOSES
from caseapp.documents.models import Document
from caseapp.documents.queries import read_content
from caseapp.i18n import in_a_row, locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.export_models import PersonsExport
from caseapp.incidents.export_queries import TEXT_MODELS, own_cases, persons_of
from caseapp.incidents.exporting import JustChanged
from caseapp.incidents.labels import PARTS
from caseapp.incidents.models import Incident, IncidentOrder
from caseapp.notes.models import Note
from caseapp.people.labels import ROUTE_KINDS, WHEREABOUTS
from caseapp.people.models import Person
from caseapp.people.queries import ids_of_same, names_of, names_recorded_apart, routes_of, shown_name
from caseapp.web.installed import describe
from caseapp.web.values import colleague, day

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Packed:
    """The files of an export by their names in the container, and the SHA-256 of the manifest."""

    files: dict[str, bytes]
    manifest_hash: str


def pack(user: User, incident: Incident, order: IncidentOrder | None, export: PersonsExport) -> Packed:
    """Return the files of an export as they stand now. Nothing of anybody but those named in it is read.

    Raises:
        JustChanged: a text was changed or taken out since it was agreed to.
        BlobNotFound: a file is gone.
        Tampered: a record was edited outside the application.
    """
    files: dict[str, bytes] = {}
    about: list[dict[str, object]] = []
    people: list[dict[str, object]] = []
    for number, person in enumerate(persons_of(user, export), 1):
        folder = f"person-{number}"
        people.append({"folder": folder, "name": shown_name(person).name})
        record = "\n".join(_record_of(user, person, export.parts or [])) + "\n"
        _add(files, about, f"{folder}/record.txt", record.encode(), _("their own record"))
        for place, (text, words) in enumerate(_texts(user, person, export), 1):
            content, ending = text
            _add(files, about, f"{folder}/text-{place}{ending}", content, words)
    manifest = json.dumps(
        {
            "incident": incident.reference,
            "order": {
                "number": order.number if order is not None else "",
                "court": order.court if order is not None else "",
                "dated": day(order.dated) if order is not None and order.dated else "",
                "authority": authority_in_words(user, order),
                "covers": order.scope_words if order is not None else "",
            },
            "made_by": organisation().name_in(locale_tag()),
            "made_at": at_home(now()).isoformat(timespec="minutes"),
            "fetched_by": user.name,
            "second_person": colleague(export.decided_by),
            "why_these_and_what_is_left_out": export.reason,
            "persons": people,
            "files": about,
            "not_included": _not_included(export),
        },
        ensure_ascii=False,
        indent=1,
    ).encode()
    files[MANIFEST] = manifest
    return Packed(files, hashlib.sha256(manifest).hexdigest())


def authority_in_words(user: User, order: IncidentOrder | None) -> str:
    """Return who gave an order: by the record of the authority, else in the words that were written."""
    if order is None:
        return ""
    named = describe(user, "authority", order.authority_id) if order.authority_id else None
    return named.label if named is not None else order.authority_words


def _add(
    files: dict[str, bytes], about: list[dict[str, object]], name: str, content: bytes, words: str
) -> None:
    files[name] = content
    digest = hashlib.sha256(content).hexdigest()
    about.append({"file": name, "what": words, "bytes": len(content), "sha256": digest})


def _texts(user: User, person: Person, export: PersonsExport) -> Iterator[tuple[tuple[bytes, str], str]]:
    for row in agreed_texts(user, export).get(str(person.id), []):
        if isinstance(row, Note):
            when = day(row.happened_on or row.created_on)
            yield (row.text.encode() + b"\n", ".txt"), _("Note of %(day)s", day=when)
        else:
            _name, dot, ending = row.file_name.rpartition(".")
            yield (read_content(row), f".{ending.lower()}" if dot else ""), row.title


def agreed_texts(user: User, export: PersonsExport) -> dict[str, list[Document | Note]]:
    """Return the notes and files of an export by the person whose they are, exactly as they were agreed to.

    Raises:
        JustChanged: one was changed or taken out since, or ``user`` no longer sees it.
    """
    found: dict[str, list[Document | Note]] = {}
    for person_id, kind, row_id, version in export.texts or ():
        model = TEXT_MODELS[kind]
        rows: list[Any] = list_visible(user, select(model).where(model.id == uuid.UUID(row_id)))
        if not rows or rows[0].row_version != version:
            raise JustChanged("a text is no longer what was agreed to")
        found.setdefault(person_id, []).append(rows[0])
    return found


def _record_of(user: User, person: Person, parts: list[str]) -> Iterator[str]:
    yield shown_name(person).name
    if "names" in parts:
        names = [*names_of(user, person), *names_recorded_apart(user, person)]
        yield _("Names: %(names)s", names=in_a_row(dict.fromkeys(name.name for name in names)))
    if "facts" in parts:
        yield _("Born: %(day)s %(place)s", day=day(person.born), place=person.born_where).rstrip()
        yield _("Nationality: %(words)s", words=person.nationality).rstrip()
        yield _("Languages: %(words)s", words=person.languages).rstrip()
        whereabouts = str(WHEREABOUTS.get(person.whereabouts, person.whereabouts))
        yield _("Whereabouts: %(words)s", words=whereabouts).rstrip()
    if "routes" in parts:
        for route in routes_of(user, person):
            yield f"{ROUTE_KINDS.get(route.kind, route.kind)}: {route.value}"
    if "consents" in parts:
        for consent in consents_of(user, ids_of_same(person)):
            purpose = PURPOSES.get(consent.purpose, consent.purpose)
            yield f"{purpose}: {consent.answer}, {day(consent.given_on or consent.created_on)}"
    if "cases" in parts:
        for case in own_cases(user, person):
            state = CASE_WORKFLOW.state(case.status).label
            yield _("Case %(reference)s: %(state)s", reference=case.reference, state=state)


def _not_included(export: PersonsExport) -> list[str]:
    left = [str(label) for code, label in PARTS.items() if code not in (export.parts or [])]
    return [
        *left,
        _("relations, because they name other people"),
        _("notes and files that are not listed above"),
        _("everything about anybody who is not named above"),
    ]
