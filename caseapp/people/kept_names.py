"""The one index of names of this host: in this process, or in the worker beside it that keeps."""

import uuid
from collections.abc import Collection, Set
from typing import Any

from caseapp.db import memory
from caseapp.keeper import Ask, at_keeper, bytes_of_ids, call, ids_of_bytes, is_keeper
from caseapp.names import Allowed
from caseapp.people.names_in_memory import Likely, PeopleByName, Reading

_MEMORY = "people-by-name"


class PeopleByNameElsewhere:
    """The same index, which another worker of this host keeps. Whom a user may see is told from here, as it asks."""

    def search(
        self,
        name: str,
        limit: int,
        allowed: Allowed[uuid.UUID],
        *,
        unfinished: bool = False,
        at_once: bool = False,
    ) -> list[Likely]:
        """Search as ``PeopleByName`` does; the same names are looked at, and the same ids asked about."""
        all_told = isinstance(allowed, Set)
        said, found = call(
            "people-by-name",
            bytes_of_ids(allowed) if isinstance(allowed, Set) else b"",
            lambda asked: bytes_of_ids(_among(ids_of_bytes(asked), allowed)),
            name=name,
            limit=limit,
            all_told=all_told,
            unfinished=unfinished,
            at_once=at_once,
        )
        return [
            Likely(person_id, likeness)
            for person_id, likeness in zip(ids_of_bytes(found), said["likenesses"], strict=True)
        ]

    @property
    def reading(self) -> "Reading | None":
        """Return how far the names were read, None where nobody is reading them or all were read."""
        said, _nothing = call("names-being-read")
        return Reading(said["done"], said["all"]) if said else None


def _among(asked: Collection[uuid.UUID], allowed: Allowed[uuid.UUID]) -> list[uuid.UUID]:
    permitted = allowed(asked) if callable(allowed) else allowed
    return [person_id for person_id in asked if person_id in permitted]


@at_keeper("people-by-name")
def _search(said: dict[str, Any], body: bytes, ask: Ask) -> tuple[dict[str, Any], bytes]:
    def told(asked: Collection[uuid.UUID]) -> Set[uuid.UUID]:
        return set(ids_of_bytes(ask(bytes_of_ids(asked))))

    allowed: Allowed[uuid.UUID] = set(ids_of_bytes(body)) if said["all_told"] else told
    found = _own_people_by_name().search(
        str(said["name"]),
        int(said["limit"]),
        allowed,
        unfinished=bool(said["unfinished"]),
        at_once=bool(said["at_once"]),
    )
    likenesses = [each.likeness for each in found]
    return {"likenesses": likenesses}, bytes_of_ids(each.person_id for each in found)


@at_keeper("names-being-read")
def _being_read(_said: dict[str, Any], _body: bytes, _ask: Ask) -> tuple[dict[str, Any], bytes]:
    reading = _own_people_by_name().reading
    return ({"done": reading.done, "all": reading.all} if reading else {}), b""


def people_by_name() -> "PeopleByName | PeopleByNameElsewhere":
    """Return the index of this host; every search brings it up to date first."""
    return _own_people_by_name() if is_keeper() else PeopleByNameElsewhere()


def read_names() -> None:
    """Read the names that are new or were changed, in the process that keeps the index."""
    _own_people_by_name().catch_up()


def _own_people_by_name() -> PeopleByName:
    index = memory().setdefault(_MEMORY, PeopleByName())
    assert isinstance(index, PeopleByName)
    return index
