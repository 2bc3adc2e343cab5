"""Who is said to be reached for sure is reached: of what is not sure, the whole question is asked."""

import uuid
from pathlib import Path

from sqlalchemy import select

from caseapp.access import keep_out, let_in_again, reached_by_any, set_level, surely_reached
from caseapp.accounts.actions import disable_user
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.db import Scope, db, write
from caseapp.disclosures.models import DisclosureReview
from caseapp.web.roles import Role
from tests.frame.inhabited import inhabited

ABLE = (Role.COORDINATOR,)


def sure_and_reached() -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """The reviews of which it is sure that somebody besides their maker reaches them, and those that somebody does."""
    maker = DisclosureReview.opened_by
    found = (
        surely_reached(DisclosureReview, ABLE, maker),
        reached_by_any(DisclosureReview, ABLE, maker),
    )
    sure, reached = (set(db.session.scalars(select(DisclosureReview.id).where(each))) for each in found)
    return sure, reached


def user_called(name: str) -> User:
    return next(user for user in db.session.scalars(select(User)) if user.sign_in_name == name)


def test_what_is_sure_is_so_whoever_is_kept_out_and_whatever_is_shared(
    installed: Path, tmp_path: Path
) -> None:
    with inhabited(installed, tmp_path / "inhabited") as house, house.app.app_context():
        every = set(db.session.scalars(select(DisclosureReview.id)))
        assert every
        sure, reached = sure_and_reached()
        clara = user_called("clara")
        of_others = DisclosureReview.opened_by != clara.id
        assert sure == set(db.session.scalars(select(DisclosureReview.id).where(of_others)))
        assert sure <= reached
        assert not set(
            db.session.scalars(
                select(DisclosureReview.id).where(surely_reached(DisclosureReview, (), clara.id))
            )
        )

        with write():
            drita, case = user_called("drita"), db.session.scalars(select(Case)).first()
            assert case is not None
            scope = db.session.get_one(Scope, case.scope_id)
            keep_out(drita, scope, user_called("clara"), "a relative")
            record(drita, "case.changed", case, fields=[])
        sure, reached = sure_and_reached()
        assert sure == set()

        with write():
            let_in_again(
                user_called("drita"), db.session.get_one(Scope, scope.id), user_called("clara"), "mended"
            )
            record(user_called("drita"), "case.changed", db.session.get_one(Case, case.id), fields=[])
        assert sure_and_reached()[0]

        with write():
            for each in db.session.scalars(select(Scope).where(Scope.kind == "case")).all():
                set_level(user_called("drita"), each, "members")
        sure, reached = sure_and_reached()
        assert sure <= reached
        assert sure < every

        with write():
            disable_user(user_called("drita"), user_called("clara"), "left")
        assert sure_and_reached()[0] == set()
