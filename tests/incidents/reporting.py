"""The ways through the pages of incidents, as people take them."""

import uuid
from datetime import date

from caseapp.clock import at_home, now, today
from tests.conftest import Person
from tests.doorway import prepared

WORDS = "My bag with the office laptop was taken on the train."


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
        f"{name}-calendar": "gregorian",
    }


@prepared
def report(person: Person, kind: str = "theft", status: int = 302, **changes: str) -> str:
    """Report an incident of just now; returns the page to which it leads, or the text of the form."""
    sent = {
        "new_id": str(uuid.uuid4()),
        "kind": kind,
        "words": WORDS,
        "where": "Train to the coast",
        **boxes("happened_on", today()),
        "happened_time": "",
        **boxes("aware_on", today()),
        "aware_time": f"{at_home(now()):%H:%M}",
        **changes,
    }
    answer = person.post("/incidents/new", sent, status)
    return str(answer.headers["Location"]) if status == 302 else answer.text


def version_of(person: Person, path: str) -> str:
    form = next(each for each in person.page(path).forms if "row_version" in each["fields"])
    return str(form["fields"]["row_version"])


@prepared
def step(person: Person, incident: str, code: str, status: int = 302, reason: str = "It is done.") -> str:
    path = f"{incident}/step/{code}"
    sent = {"row_version": version_of(person, path), "manner": "done_here", "approver": "", "reason": reason}
    return person.post(path, sent, status).text


@prepared
def add_person(person: Person, incident: str, person_id: str) -> None:
    person.post(f"{incident}/persons/add", {"person": person_id})
