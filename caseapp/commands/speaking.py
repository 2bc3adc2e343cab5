"""Which language a command speaks: the organisation's, and the terminal's where it is not known yet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from caseapp.accounts.organisation import Organisation
from caseapp.db import db
from caseapp.i18n import OFFERED, init_languages
from caseapp.setup.installing import is_installed


def language_of_terminal() -> str:
    """Return which of the languages offered the terminal speaks; English where it speaks none of them."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    tag = re.split(r"[_.@-]", next(filter(None, said), ""))[0]
    return tag if tag in OFFERED else "en"


def language_of_organisation() -> str:
    """Return the language of the organisation of the present application, which need not be unlocked for that."""
    tag = db.session.scalar(select(Organisation.language)) if is_installed() else None
    db.session.rollback()
    return tag if tag in OFFERED else language_of_terminal()


@contextmanager
def speaking(tag: str | None = None) -> Iterator[None]:
    """Speak a language, the terminal's where none is said, in a block that opens no instance."""
    app = Flask("caseapp")
    init_languages(app)
    with app.app_context(), force_locale(tag if tag in OFFERED else language_of_terminal()):
        yield
