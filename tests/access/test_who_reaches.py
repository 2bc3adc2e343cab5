"""Who reaches a record: the same people whether each of them is asked for, or all of them at once."""

import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from caseapp.access import people_who_reach
from caseapp.access.models import ScopeExclusion
from caseapp.access.visibility import visible_scopes, visible_to
from caseapp.accounts.actions import activate_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.audit import record
from caseapp.db import ORGANISATION, Record, Scope, db, system_scope_id, write
from caseapp.db.unlocked import vault_of
from caseapp.web.roles import Role
from tests.frame.counted import questions
from tests.frame.inhabited import COMPLETE, LIVED_IN, House, inhabited


@pytest.fixture(scope="module")
def built(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all tests: building it takes longer than they do."""
    with inhabited(installed, tmp_path_factory.mktemp("house") / "inhabited") as house:
        yield house


@pytest.fixture
def house(built: House) -> House:
    """The house as it was when it had just been built."""
    built.restore(COMPLETE)
    vault_of(built.app).memory = {}
    return built


def test_all_at_once_are_those_who_reach_it_one_by_one(house: House) -> None:
    with house.app.app_context():
        users = list(db.session.scalars(select(User).where(User.status == "active")))
        shut_out = next(user for user in users if user.sign_in_name == "clara")
        scopes = list(db.session.scalars(select(Scope)))
        case = next(scope for scope in scopes if scope.kind == "case")
        for keep_out in (False, True):
            if keep_out:
                _keep_out(case.id, shut_out)
            for scope in scopes:
                alone = {
                    user.id
                    for user in users
                    if db.session.scalar(visible_scopes(user).where(Scope.id == scope.id)) is not None
                }
                assert {user.id for user in people_who_reach(scope.id)} == alone, scope.kind
        assert shut_out not in people_who_reach(case.id)


def test_a_row_is_seen_by_those_who_reach_its_scope(house: House) -> None:
    models = [mapper.class_ for mapper in Record.registry.mappers if issubclass(mapper.class_, Record)]
    with house.app.app_context():
        users = list(db.session.scalars(select(User).where(User.status == "active")))
        case = next(scope for scope in db.session.scalars(select(Scope)) if scope.kind == "case")
        for keep_out in (False, True):
            if keep_out:
                _keep_out(case.id, next(user for user in users if user.sign_in_name == "amina"))
            for user in users:
                reached = set(db.session.scalars(visible_scopes(user)))
                for model in models:
                    there = db.session.execute(
                        select(model.id, model.scope_id).where(model.removed_on.is_(None))
                    )
                    expected = {row_id for row_id, scope_id in there if scope_id in reached}
                    for few in (False, True):
                        condition = visible_to(user, model, few=few)
                        seen = set(db.session.scalars(select(model.id).where(condition)))
                        assert seen == expected, f"{user.sign_in_name}: {model.__name__}, few: {few}"


def test_it_takes_as_many_questions_for_few_colleagues_as_for_many(house: House) -> None:
    with house.app.app_context():
        case_scope = db.session.scalars(select(Scope.id).where(Scope.kind == "case")).first()
        assert case_scope is not None
        with questions(house.app) as few:
            before = people_who_reach(case_scope)
        _add_coordinators(12)
        with questions(house.app) as many:
            after = people_who_reach(case_scope)
        assert len(after) == len(before) + 12
        assert len(many) == len(few) <= 3


def test_a_page_compares_who_may_reach_a_scope_once(house: House) -> None:
    house.restore(LIVED_IN)
    with questions(house.app) as sent:
        page = house.browsers["clara"][0].get(f"/cases/{house.case_id}")
    assert page.status_code == 200
    asked = Counter(str(question.values) for question in sent if "json_group_array" in question)
    assert asked
    assert set(asked.values()) == {1}


def _keep_out(scope_id: uuid.UUID, user: User) -> None:
    with write():
        db.session.add(
            ScopeExclusion(
                scope_id=system_scope_id(ORGANISATION), of_scope_id=scope_id, user_id=user.id, reason="A test"
            )
        )
        record(user, "access.kept_out", user, scope_id=str(scope_id))


def _add_coordinators(number: int) -> None:
    drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
    team = next(team for team in db.session.scalars(select(Team)) if team.name == "Open Door")
    for index in range(number):
        with write():
            user, _code = invite_user(
                drita,
                name=f"Colleague {index}",
                sign_in_name=f"colleague-{index}",
                roles=[Role.COORDINATOR],
                team=team,
                language="en",
            )
            activate_user(user, b"-")
    db.session.expunge_all()
