"""Random people who follow random links and send random forms; the seed says which."""

import random
import re
import uuid
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from caseapp.db import db
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request, searches
from tests.deep.forms import FormsAndLinks, fill
from tests.deep.invariants import Memory, workflows
from tests.letters.preparing import in_review, ready_for_review
from tests.page_rules import check_page
from tests.statements.writing import sign, write_statement

SECRET = "Zefiravane"
"""A word of Amina's case. It is typed by those who hold the case, and only into its own records."""
IN_THE_CASE = re.compile(
    r"^/(cases|letters|statements|searches|requests|notes|people|consents|documents|next-steps)/"
)
LEFT_OUT = re.compile(
    r"^/(staff|settings|set-up|unlock|lock|sign-|activate|language|theme|static|me|drafts|incoming)\b|/access/|\.png$|/pages"
)
"""Accounts, keys and sharing stay as they are, so that who may see what stays known; pictures of pages cost most."""
STEPS = re.compile(
    r"/(step/|approve|sign|dispatch|answer|read-back|advice|named|enclosures|outcomes|audiences|checklist|agree|asker"
    r"|points|actions|letter$|withdrawal|review)"
)
ENDINGS = re.compile(r"withdraw|give_up|close|supersede|freeze|reject|escalate|hold|pause|decline|remove")
RECORD = re.compile(r"^/(cases|letters|statements|searches)/[0-9a-f-]{36}$")
OUTSIDE = {"besnik", "drita", "edon"}
"""They reach nothing of Amina's case."""
WALKERS = ["amina"] * 5 + ["clara"] * 5 + ["besnik"] * 2 + ["drita", "edon"]
WORDS = ["road", "police", "papers", "brother", "جواب", "نامه", "O'Neil & Co <b>", "2003"]
EXPECTED = {200, 302, 400, 403, 404, 409, 413, 422}


@dataclass
class Walk:
    """One walk: its people, where each of them has been shown a way to, and what was seen before."""

    people: dict[str, Person]
    seed: int
    memory: Memory = field(default_factory=Memory)
    ways: dict[str, list[str]] = field(default_factory=dict)
    acts: int = 0
    """Forms that were accepted."""
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        amina, clara = self.people["amina"], self.people["clara"]
        case = start_case(amina, name=SECRET, tonight=f"At {SECRET}'s.")
        letter = in_review(amina, case, subject=f"Protection of {SECRET}")
        second = ready_for_review(amina, case)
        statement = write_statement(amina, case, title=f"{SECRET} declares")
        signed = write_statement(amina, case, kind="organisation", makers=[], organisation_name="Open Door")
        sign(amina, signed, signed_as="Clara Test")
        request = open_request(amina, case)
        add_minister(clara, add_authority(clara))
        start_case(self.people["besnik"], name="Somebody else")
        begun = [case, letter, second, statement, signed, request, *searches(amina, request)]
        self.records = begun
        self.ways = {name: ["/", "/cases/", "/letters/", "/requests/", *begun] for name in WALKERS}

    def go(self, number: int) -> None:
        """Take so many steps; whatever happens, the last lines of the trail tell how it came to it."""
        for _ in range(number):
            try:
                self._step()
                with self.people["amina"].app.app_context():
                    self.memory.everything_holds()
            except Exception as error:
                trail = "\n".join(self.trail[-12:])
                raise AssertionError(
                    f"seed {self.seed}, step {len(self.trail)}: {error!r}\n{trail}"
                ) from error

    def _step(self) -> None:
        name = self.dice.choice(WALKERS)
        person = self.people[name]
        if self.dice.random() < 0.25:
            self._try_a_step(person)
            return
        path = self._way_of(name)
        self.trail.append(f"{name} GET {path}")
        page = person.client.get(path)
        self._look_at(person, path, page)
        if page.status_code != 200 or page.mimetype != "text/html":
            return
        found = FormsAndLinks(page.text)
        ways = self.ways[name]
        ways += [way for way in dict.fromkeys(found.links) if not LEFT_OUT.search(way) and way not in ways]
        forms = [form for form in found.forms if not LEFT_OUT.search(form.action or path)]
        if len(forms) > 1:  # the box in every page's head would be sent most
            forms = [form for form in forms if form.action != "/search/find"]
        if forms and self.dice.random() < 0.8:
            form = self.dice.choice(forms)
            self._send(
                person, form.action or path, fill(form, self.dice, self._words_for(name, form.action or path))
            )

    def _try_a_step(self, person: Person) -> None:
        """Ask for a step by its name, whether a page offers it or not: mostly one from where the record stands."""
        record = self.dice.choice(self.records)
        codes = self._codes_for(record) if self.dice.random() < 0.7 else []
        codes = codes or sorted({step.code for _model, flow in workflows() for step in flow.transitions})
        manner = self.dice.choice(["done_here", "afterwards", "afterwards", "by_telephone"])
        sent = {"manner": manner, "reason": self.dice.choice(["", "It was so."]), "said_by": "The enquirer"}
        day = {"happened_on-day": "5", "happened_on-month": "11", "happened_on-year": "2026"}
        sent |= {**day, "happened_on-calendar": "gregorian", "approver": str(self.people["clara"].id)}
        self._send(person, f"{record}/step/{self.dice.choice(codes)}", {**sent, "at_time": "22:10"})

    def _codes_for(self, record: str) -> list[str]:
        with self.people["amina"].app.app_context():
            for model, flow in workflows():
                if found := db.session.get(model, uuid.UUID(record.rpartition("/")[2])):
                    return [
                        step.code for step in flow.leaving(found.status) if not self._would_end_it(step.code)
                    ]
        return []

    def _would_end_it(self, way: str) -> bool:
        """Most steps that end a record are passed by: a walk that ends everything at once sees nothing."""
        return bool(ENDINGS.search(way)) and self.dice.random() < 0.8

    def _send(self, person: Person, path: str, sent: dict[str, object]) -> None:
        self.trail.append(f"{person.name} POST {path} {sent}")
        answer = person.client.post(path, data={**sent, "csrf_token": person.token()})
        self._look_at(person, path, answer)
        if answer.status_code == 302:
            self.acts += 1
            made = answer.headers["Location"].partition("?")[0].removesuffix("/edit")
            if RECORD.match(made) and made not in self.records:
                self.records.append(made)

    def _look_at(self, person: Person, path: str, answer: TestResponse) -> None:
        assert answer.status_code in EXPECTED, f"{answer.status_code}"
        check_page(answer)
        if person.name in OUTSIDE:
            assert SECRET.lower() not in answer.text.lower(), f"{person.name} reads {SECRET} on {path}"

    def _way_of(self, name: str) -> str:
        ways = self.ways[name]
        if self.dice.random() < 0.1:  # an address that somebody else was shown
            ways = self.ways[self.dice.choice(WALKERS)]
        steps = [way for way in ways if STEPS.search(way)]
        ways = steps if steps and self.dice.random() < 0.7 else ways
        way = self.dice.choice(ways)
        return self.dice.choice(ways) if self._would_end_it(way) else way

    def _words_for(self, name: str, path: str) -> list[str]:
        return [*WORDS, SECRET] if name not in OUTSIDE and IN_THE_CASE.match(path) else WORDS


def a_seed() -> int:
    """A seed that nobody chose."""
    return uuid.uuid4().int % 1_000_000
