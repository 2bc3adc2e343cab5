"""What the features' ``demo`` hooks are given: who acts, the dice, the case to add to."""

from dataclasses import dataclass
from random import Random

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db import db
from caseapp.people import Person


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

    @property
    def client(self) -> Person:
        """Return the person whose case it is."""
        return db.session.get_one(Person, self.case.client_id)
