"""``caseapp unlock``, ``lock`` and ``status``: a terminal of the machine speaks with the process that serves."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from caseapp.clock import at_home, set_zone
from caseapp.commands.asking import ask_sheet, read_secrets
from caseapp.config import load_settings
from caseapp.hardening import harden_process
from caseapp.paths import instance_folder
from caseapp.processes.local_socket import NobodyThere
from caseapp.setup.door import ask
from caseapp.setup.roots import take_handed_key

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
    if standing["state"] == "locked":
        standing = _ask({"act": "unlock", **_given(standing, passphrase_fd, sheet=sheet)})
    click.echo(_in_words(standing))


@click.command("lock")
def lock_command() -> None:
    """Lock the process that serves this instance at once: nobody reads or writes until somebody unlocks it."""
    click.echo(_in_words(_ask({"act": "lock"})))


@click.command("status")
def status_command() -> None:
    """Tell whether the instance is served, and whether it is locked."""
    standing = _ask({"act": "status"}, otherwise=NOT_RUNNING)
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
        return {"passphrase": click.prompt("Unlock passphrase", hide_input=True)}
    if standing["root"] == "env":
        return {"root_key": handed or click.prompt(f"Root key ({settings.root_variable})", hide_input=True)}
    return {}


def _ask(question: dict[str, str], otherwise: int = 1) -> dict[str, Any]:
    harden_process()
    try:
        said = ask(instance_folder(), question)
    except NobodyThere as error:
        click.echo(f"{instance_folder()}: {error}.", err=True)
        sys.exit(otherwise)
    if "refused" in said:
        raise click.ClickException(_refusal(said))
    if said.get("state") == "empty":
        raise click.ClickException("this instance is empty; set it up first")
    return said


def _refusal(said: dict[str, Any]) -> str:
    match said["refused"]:
        case "wrong":
            return "this does not unlock."
        case "mistyped":
            return f"line {said['line']} of the recovery sheet is not right."
        case "too soon":
            return f"after wrong passphrases there is a pause. Try again in {said['seconds']} seconds."
        case "too busy":
            return "too many are trying at once. Try again in a moment."
        case "impossible":
            return str(said["sentence"])
        case _:
            return "the process that serves does not hear this account, or is of another version."


def _in_words(standing: dict[str, Any]) -> str:
    if standing["state"] == "locked":
        return "Locked."
    if standing["since"] is None:
        return "Unlocked."
    set_zone(load_settings(instance_folder()).time_zone)
    since = at_home(datetime.fromisoformat(standing["since"]))
    return f"Unlocked since {since:%Y-%m-%d %H:%M}."
