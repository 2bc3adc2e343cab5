"""``caseapp unlock``, ``lock`` and ``status``: a terminal of the machine speaks with the process that serves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

import click
from flask import current_app
from flask_babel import LazyString

from caseapp.clock import at_home, set_zone
from caseapp.commands.asking import ask_sheet, read_secrets
from caseapp.commands.speaking import speaking
from caseapp.config import load_settings
from caseapp.hardening import harden_process
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.paths import instance_folder
from caseapp.processes.local_socket import Absence, NobodyThere
from caseapp.setup.door import ask
from caseapp.setup.roots import take_handed_key
from caseapp.web.values import digits

NOT_RUNNING = 3
"""How ``status`` ends where no process serves the instance; 0 stands for unlocked, 1 for locked."""


@click.command("unlock")
@click.option("--sheet", is_flag=True, help="Unlock with the recovery sheet.")
@click.option(
    "--passphrase-fd", type=int, help="Read the passphrase from this open file descriptor, for a script."
)
def unlock_command(passphrase_fd: int | None, *, sheet: bool) -> None:
    """Unlock the process that serves this instance, and end; a passphrase is asked for here.

    Where the keys open by a key file or a program, it opens them again. Where the root key is handed over, it is taken
    from the environment of this command.
    """
    standing = _ask({"act": "status"})
    with speaking(standing.get("language")):
        if standing["state"] == "locked":
            standing = _ask({"act": "unlock", **_given(standing, passphrase_fd, sheet=sheet)})
        click.echo(_in_words(standing))


@click.command("lock")
def lock_command() -> None:
    """Lock the process that serves this instance at once: nobody reads or writes until somebody unlocks it."""
    standing = _ask({"act": "lock"})
    with speaking(standing.get("language")):
        click.echo(_in_words(standing))


@click.command("status")
def status_command() -> None:
    """Tell whether the instance is served, and whether it is locked."""
    standing = _ask({"act": "status"}, otherwise=NOT_RUNNING)
    with speaking(standing.get("language")):
        click.echo(_in_words(standing))
    sys.exit(standing["state"] == "locked")


def _given(standing: dict[str, Any], passphrase_fd: int | None, *, sheet: bool) -> dict[str, str]:
    settings = load_settings(instance_folder())
    handed = take_handed_key(settings)
    if sheet:
        return {"sheet": ask_sheet()}
    if standing["root"] == "passphrase":
        if passphrase_fd is not None:
            return {"passphrase": read_secrets(passphrase_fd, 1)[0]}
        return {"passphrase": click.prompt(_("Unlock passphrase"), hide_input=True)}
    if standing["root"] == "env":
        return {
            "root_key": handed
            or click.prompt(_("Root key (%(variable)s)", variable=settings.root_variable), hide_input=True)
        }
    return {}


def _ask(question: dict[str, str], otherwise: int = 1) -> dict[str, Any]:
    harden_process()
    try:
        said = ask(instance_folder(), question)
    except NobodyThere as error:
        with speaking():
            click.echo(f"{instance_folder()}: {_ABSENT[error.why]}", err=True)
        sys.exit(otherwise)
    with _as_before():
        if "refused" in said:
            raise click.ClickException(_refusal(said))
        if said.get("state") == "empty":
            raise click.ClickException(_("This instance is empty. Set it up first."))
    return said


def _as_before() -> AbstractContextManager[None]:
    """Speak the language of whoever asks, if one is spoken already, and that of the terminal."""
    return nullcontext() if current_app else speaking()


def _refusal(said: dict[str, Any]) -> str:
    match said["refused"]:
        case "wrong":
            return _("This does not unlock.")
        case "mistyped":
            return _("Line %(number)s of the recovery sheet is not right.", number=digits(said["line"]))
        case "too soon":
            return _(
                "After wrong passphrases there is a pause. Please try again in %(seconds)s seconds.",
                seconds=digits(said["seconds"]),
            )
        case "too busy":
            return _(
                "Too many people are doing this at this moment. Please wait a few seconds and try again."
            )
        case "impossible":
            return str(said["sentence"])
        case _:
            return _("The process that serves does not hear this account, or is of another version.")


def _in_words(standing: dict[str, Any]) -> str:
    if standing["state"] == "locked":
        return _("Locked.")
    if standing["since"] is None:
        return _("Unlocked.")
    set_zone(load_settings(instance_folder()).time_zone)
    since = at_home(datetime.fromisoformat(standing["since"]))
    return _("Unlocked since %(moment)s.", moment=digits(f"{since:%Y-%m-%d %H:%M}"))


_ABSENT: Mapping[Absence, LazyString] = {
    Absence.NOT_RUNNING: _l("caseapp is not running on it."),
    Absence.NOT_OURS: _l("Only the account that runs caseapp may speak with it."),
    Absence.OTHER_ACCOUNT: _l("Another account serves this instance."),
    Absence.OTHER_PROCESS: _l("Another process serves this instance."),
    Absence.NO_ANSWER: _l("It gave no answer. Is it running?"),
}
