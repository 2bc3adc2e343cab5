"""What the features are given for a case of a demonstration: who acts, the dice, the case, its story and its days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from random import Random

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db import db
from caseapp.demo.invented import Invented, invent
from caseapp.people import Person

STORIES = 12
"""After so many cases the stories begin again, with other people."""
OF_EVERYTHING = 10
"""The story that has something of everything."""
RECENT = 14
"""For so many days a case counts as one that has just come in."""


@dataclass(frozen=True)
class DemoContext:
    """One case of a demonstration, for the features to add their records to. Called inside a write transaction."""

    support: User
    coordinator: User
    dice: Random
    case: Case
    language: str
    number: int
    """The number of the case, from 1."""
    invented: Invented
    """The client as they were invented."""
    worked_on_until: date
    """The last day on which somebody did something for the case."""
    present: date
    """The day on which the demonstration is made."""

    @property
    def client(self) -> Person:
        """Return the person whose case it is."""
        return db.session.get_one(Person, self.case.client_id)

    @property
    def story(self) -> int:
        """Return which of the stories the case tells, from 1."""
        return story_of(self.number)

    @property
    def is_recent(self) -> bool:
        """Tell whether the case has just come in."""
        return (self.present - self.case.created_on).days <= RECENT

    def day(self, share: float) -> date:
        """Return a day of the case: 0 is the one on which it began, 1 the last on which somebody worked on it."""
        return self.case.created_on + (self.worked_on_until - self.case.created_on) * share

    def relative(self, sex: str, *, of_the_family: bool = True) -> Invented:
        """Invent somebody of this sex, with the client's family name or another."""
        return invent(self.dice, sex, self.invented.family if of_the_family else None)

    def together(self, *threads: Iterator[float]) -> Iterator[float]:
        """Tell several threads at once, each as ``Invention.add`` yields it, in the order of their days."""
        waiting: list[tuple[float, int, Iterator[float]]] = []
        for rank, thread in enumerate(threads):
            _wait(waiting, 0.0, rank, thread)
        while waiting:
            share, rank, thread = heappop(waiting)
            yield share
            _wait(waiting, share, rank, thread)


def story_of(number: int) -> int:
    """Return which of the stories the case of this number tells, from 1."""
    return (number - 1) % STORIES + 1


def _wait(
    waiting: list[tuple[float, int, Iterator[float]]], now: float, rank: int, thread: Iterator[float]
) -> None:
    share = next(thread, None)
    db.session.flush()
    if share is not None:
        heappush(waiting, (max(now, share), rank, thread))
