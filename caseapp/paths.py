"""Where templates, migrations, catalogs and the instance folder are, in a checkout and in a wheel."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Return the folder of templates: inside the package in a wheel, beside it in a checkout."""
    return _inside_or_beside("templates")


def migrations_folder() -> Path:
    """Return the folder of migrations: inside the package in a wheel, beside it in a checkout."""
    return _inside_or_beside("migrations")


def catalogs_folder() -> Path:
    """Return the folder of translation catalogs."""
    return PACKAGE / "i18n" / "catalogs"


def instance_folder() -> Path:
    """Return the instance folder (keys, database, files): ``CASEAPP_INSTANCE_PATH``, else ``./instance``."""
    named = os.environ.get("CASEAPP_INSTANCE_PATH")
    return Path(named).resolve() if named else Path.cwd() / "instance"


def _inside_or_beside(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
