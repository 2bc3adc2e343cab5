"""The demonstrations that benches ask: one of a hundred cases, one of as many as wanted, kept in a folder."""

import shutil
from pathlib import Path

from caseapp.application import create_app
from caseapp.db import db
from caseapp.demo.making import add_cases, make_demonstration
from caseapp.setup.installing import adopt_root, is_newest_schema, keys_folder
from caseapp.setup.migrating import migrate
from caseapp.vault import open_file_root
from tests.bench.enlarging import enlarge
from tests.conftest import settings_for

FEW = 100
_UNFINISHED = "-unfinished"


def demonstration_of(folder: Path, cases: int) -> Path:
    """Return an instance in ``folder`` with so many cases, a multiple of a hundred; made unless it is there already."""
    made = folder / f"{cases}-cases"
    if made.exists():
        _bring_up_to_date(made)
        return made
    unfinished = folder / (made.name + _UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    if cases == FEW:
        unfinished.mkdir(mode=0o700, parents=True)
    else:
        shutil.copytree(demonstration_of(folder, FEW), unfinished)
    app = create_app(settings_for(unfinished))
    with app.app_context():
        if cases == FEW:
            migrate()
            make_demonstration(app)
            add_cases(FEW, seed=1)
        else:
            adopt_root(app, open_file_root(keys_folder(app)))
            enlarge(cases // FEW)
        db.session.remove()
        db.engine.dispose()
    unfinished.rename(made)
    return made


def _bring_up_to_date(made: Path) -> None:
    """One that was made by an earlier version has the structure of then."""
    app = create_app(settings_for(made))
    with app.app_context():
        if not is_newest_schema():
            db.session.remove()
            migrate()
        db.session.remove()
        db.engine.dispose()
