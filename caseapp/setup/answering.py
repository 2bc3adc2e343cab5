"""What the process that serves answers to a terminal: how it stands, and that it was unlocked or locked."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.organisation import Organisation
from caseapp.config import SettingError
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import is_installed, keys_folder
from caseapp.setup.unlocking import (
    TooSoon,
    lock_system,
    stop_unlocking,
    unlock_with,
    unlock_with_sheet,
    unlock_without_asking,
    unlocked_since,
)
from caseapp.vault import RecoveryCodeError, TooBusy, VaultError, WrongPassphrase, provider


def answer(app: Flask, asked: dict[str, Any]) -> dict[str, Any]:
    """Do what was asked, and return how it went: ``refused`` says why it was not done."""
    with app.app_context():
        try:
            return _answer(app, asked)
        except RecoveryCodeError as error:
            return {"refused": "mistyped", "line": error.line}
        except WrongPassphrase:
            return {"refused": "wrong"}
        except TooSoon as early:
            return {"refused": "too soon", "seconds": early.seconds}
        except TooBusy:
            return {"refused": "too busy"}
        except (SettingError, VaultError) as error:
            return {"refused": "impossible", "sentence": str(error)}
        finally:
            db.session.remove()


def _answer(app: Flask, asked: dict[str, Any]) -> dict[str, Any]:
    match asked:
        case {"act": "status"}:
            return standing(app)
        case {"act": "lock"}:
            if vault_of(app).keys is not None:
                lock_system(app, None, in_terminal=True)
            else:
                stop_unlocking(app)
            return standing(app)
        case {"act": "unlock", **given}:
            if vault_of(app).keys is None and is_installed():
                _unlock(app, given)
            return standing(app)
        case _:
            return {"refused": "unreadable"}


def standing(app: Flask) -> dict[str, Any]:
    """Return whether the process has its keys, since when, who holds their root, and in which language to say so."""
    if not is_installed():
        return {"state": "empty"}
    since, kind = unlocked_since(app), provider(keys_folder(app))
    return {
        "state": "locked" if vault_of(app).keys is None else "unlocked",
        "since": since.isoformat(timespec="seconds") if since else None,
        "root": kind.value if kind else None,
        "language": db.session.scalar(select(Organisation.language)),
    }


def _unlock(app: Flask, given: dict[str, Any]) -> None:
    match given:
        case {"passphrase": str(passphrase)}:
            unlock_with(app, passphrase, in_terminal=True)
        case {"sheet": str(code)}:
            unlock_with_sheet(app, code, in_terminal=True)
        case {"root_key": str(root_key)}:
            unlock_without_asking(app, root_key, in_terminal=True)
        case _:
            unlock_without_asking(app, None, in_terminal=True)
