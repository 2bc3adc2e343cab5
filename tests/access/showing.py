"""The button that shows what is hidden, as a colleague presses it."""

from flask import Flask
from sqlalchemy import select

from caseapp.db import db
from caseapp.people import ContactRoute
from tests.conftest import Person


def show(person: Person, kind: str, record_id: str, back: str = "/", status: int = 302) -> str:
    """Press the button; returns where it leads."""
    answer = person.post(f"/show/{kind}/{record_id}", {"back": back}, status=status)
    return answer.headers.get("Location", "")


def routes(app: Flask) -> list[str]:
    """The ids of all ways to reach somebody."""
    with app.app_context():
        return [str(each.id) for each in db.session.scalars(select(ContactRoute))]
