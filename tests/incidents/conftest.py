"""Two more coordinators: Elira of another team, Ilir of the same one."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.actions import activate_user, create_team, invite_user
from caseapp.accounts.models import Team, User
from caseapp.db import db, keyring, write
from caseapp.vault import hash_password
from caseapp.web.roles import Role
from tests.conftest import CHEAP, PASSPHRASE, Person


def _coordinator(app: Flask, name: str, *, of_another_team: bool) -> Person:
    user_id = uuid.uuid4()
    with app.app_context():
        hashed = hash_password(keyring(), PASSPHRASE, user_id, cost=CHEAP)
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        team = db.session.scalars(select(Team).order_by(Team.seq)).first()
        with write():
            if of_another_team:
                team = create_team(drita, "The other team")
            user, _code = invite_user(
                drita,
                name=f"{name.title()} Test",
                sign_in_name=name,
                roles=(Role.COORDINATOR,),
                team=team,
                language="en",
                user_id=user_id,
            )
            activate_user(user, hashed)
        db.session.remove()
    return Person(name, app, app.test_client()).sign_in()


@pytest.fixture
def elira(app: Flask) -> Person:
    return _coordinator(app, "elira", of_another_team=True)


@pytest.fixture
def ilir(app: Flask) -> Person:
    return _coordinator(app, "ilir", of_another_team=False)
