"""The demonstration: invented people, one login per role, on an instance that can never become real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts.actions import find_user
from caseapp.application import create_app
from caseapp.audit import verify
from caseapp.cases.models import Case
from caseapp.db import db
from caseapp.demo.invented import FAMILY, SYNTHETIC
from caseapp.demo.making import LOGINS, PASSPHRASE, add_cases, make_demonstration
from caseapp.people.models import NameKind
from caseapp.people.queries import get_person, names_of
from caseapp.setup.migrating import migrate
from tests.conftest import settings_for
from tests.frame.served import free_port
from tests.frame.starts import caseapp, serving


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path / "instance"))
    with app.app_context():
        migrate()
        make_demonstration(app)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demonstration to look at, with the same three cases twice."""
    app = create_app(settings_for(tmp_path_factory.mktemp("demonstration") / "instance"))
    with app.app_context():
        migrate()
        make_demonstration(app)
        assert [add_cases(3, seed=7), add_cases(3, seed=7)] == [3, 6]
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(made_once: Flask) -> Iterator[None]:
    """The records of the one to look at."""
    with made_once.app_context():
        yield
        db.session.remove()


def people_of_cases() -> list[list[str]]:
    """The legal names of each case's client."""
    coordinator = find_user("coordinator")
    assert coordinator is not None
    cases = list_visible(coordinator, select(Case).order_by(Case.seq))
    clients = [get_person(coordinator, case.client_id) for case in cases]
    return [
        [name.name for name in names_of(coordinator, client) if name.kind == NameKind.LEGAL]
        for client in clients
    ]


def test_the_same_seed_invents_the_same_people(inside: None) -> None:
    names = people_of_cases()
    assert len(names) == 6
    assert names[:3] == names[3:]
    assert names[0] != names[1]


def test_every_invented_person_has_a_family_name_that_says_so_and_every_case_is_marked(inside: None) -> None:
    coordinator = find_user("coordinator")
    assert coordinator is not None
    families = {family for pair in FAMILY for family in pair}
    for names in people_of_cases():
        assert len(names) == 2, "one in each script"
        assert all(any(family in name for family in families) for name in names), names
    for case in list_visible(coordinator, select(Case)):
        assert case.summary in SYNTHETIC.values()


def test_an_installation_for_real_use_takes_no_invented_cases(app: Flask) -> None:
    with app.app_context(), pytest.raises(ValueError, match="belong into a demonstration"):
        add_cases(1, seed=1)


def test_the_log_of_a_demonstration_verifies(inside: None) -> None:
    assert list(verify()) == []


def test_it_is_served_with_one_login_per_role_and_is_kept_apart_from_real_use(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    with serving(folder, ("demo", "--serve", "--cases", "2")) as served:
        assert "2 invented cases." in served.output
        assert PASSPHRASE in served.output
        for name, (role, _shown, _language) in LOGINS.items():
            assert name in served.output
            assert role.value in served.output
        support = served.browser().sign_in("support", PASSPHRASE)
        page = support.get("/cases/")
        assert page.status == 200
        assert 'lang="fa"' in page.text
        auditor = served.browser().sign_in("auditor", PASSPHRASE)
        assert auditor.get("/cases/").status == 403
        assert auditor.get("/audit/").status == 200
        assert served.stop() == 0
    refused = caseapp(folder, "run", port=free_port())
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "this instance is a demonstration and cannot become real" in refused.stderr


def test_a_database_made_real_by_hand_is_not_opened(demonstration: Flask, tmp_path: Path) -> None:
    from caseapp.db.transactions import write
    from caseapp.setup.installing import adopt_root, keys_folder
    from caseapp.vault import Tampered, open_file_root

    with write(quiet=True):
        db.session.connection().exec_driver_sql("UPDATE installation SET demonstration = 0")
    with pytest.raises(Tampered):
        adopt_root(demonstration, open_file_root(keys_folder(demonstration)))
