"""Declaring ties through the browser's door, and what the two who read them do with one."""

import re
import uuid

from tests.conftest import Person
from tests.doorway import prepared


@prepared
def declare(person: Person, who: str = "Reza from the camp", **changes: str) -> None:
    """Declare a tie of one's own."""
    said = {"about": "person", "who": who, "kind": "family", "words": "My cousin.", **changes}
    person.post("/ties/new", {"new_id": str(uuid.uuid4()), **said})


@prepared
def name_keepers(drita: Person, *keepers: Person, status: int = 302) -> None:
    """Name who reads the ties of colleagues."""
    first, second = [*(str(each.id) for each in keepers), "", ""][:2]
    drita.post("/ties/keepers", {"first": first, "second": second}, status=status)


@prepared
def tie_of(keeper: Person, who: str = "Reza from the camp") -> str:
    """The address of a colleague's tie among those of all; empty when it is not there."""
    pattern = rf'href="(/ties/[0-9a-f-]{{36}})"[^>]*>(?:<[^>]*>)*{who}'
    found = re.search(pattern, keeper.get("/ties/of-all").text)
    return found.group(1) if found else ""


@prepared
def connect(keeper: Person, tie: str, person_id: str) -> None:
    """Connect a tie with a person of ours."""
    keeper.post(f"{tie}/connect/{person_id}")


def end(keeper: Person, tie: str) -> None:
    """End the first connection of a tie."""
    found = re.search(rf'action="({tie}/connections/[0-9a-f-]+/end)"', keeper.get(tie).text)
    assert found
    keeper.post(found.group(1), {"reason": "It is somebody else."})
