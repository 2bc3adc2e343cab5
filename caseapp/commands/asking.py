"""What commands ask for in a terminal and never take as an argument, where others would see it: secrets."""

from __future__ import annotations

import os
from collections.abc import Collection

import click
from flask_babel import force_locale

from caseapp.accounts.passphrases import SHORTEST, weakness
from caseapp.vault import confirm_part, groups_to_confirm, new_recovery_code

_LONGEST = 16_384


def read_secrets(descriptor: int, count: int) -> list[str]:
    """Return the first ``count`` lines of an open file descriptor: how a script hands over secrets.

    Raises:
        ClickException: it is not open, not text, or has fewer lines.
    """
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            lines = stream.read(_LONGEST).decode("utf-8").splitlines()
    except (OSError, ValueError):
        raise click.ClickException(f"nothing can be read from the file descriptor {descriptor}") from None
    if len(lines) < count:
        raise click.ClickException(f"{count} lines are expected in the file descriptor {descriptor}")
    return lines[:count]


def ask_sheet() -> str:
    """Ask for the code of the recovery sheet, and return its four lines."""
    click.echo("Type the recovery sheet, line by line.")
    return "\n".join(click.prompt(f"Line {number}") for number in (1, 2, 3, 4))


def ask_new_passphrase(what: str, names: Collection[str] = (), others: Collection[str] = ()) -> str:
    """Ask for a new passphrase, twice, until it will do: not weak, without ``names``, and none of ``others``."""
    what = f"{what} (at least {SHORTEST} characters; words that do not belong together are good)"
    while True:
        passphrase: str = click.prompt(what, hide_input=True, confirmation_prompt="The same once more")
        wrong = unfit(passphrase, names, others)
        if wrong is None:
            return passphrase
        click.echo(wrong)


def unfit(passphrase: str, names: Collection[str], others: Collection[str]) -> str | None:
    """Return what is wrong with a new passphrase in a sentence, None if nothing is."""
    if passphrase in others:
        return "Please use a passphrase of its own for each purpose."
    with force_locale("en"):
        return weakness(passphrase, names)


def new_sheet(descriptor: int | None = None) -> str:
    """Make a recovery code, show it once, and return it when part of it was typed back from the paper.

    With ``descriptor`` it is written there instead, for a script that keeps it elsewhere.

    Raises:
        ClickException: nothing can be written there.
    """
    code = new_recovery_code()
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, "w", encoding="ascii", closefd=False) as stream:
                stream.write(code + "\n")
        except (OSError, ValueError):
            raise click.ClickException(
                f"nothing can be written to the file descriptor {descriptor}"
            ) from None
        return code
    click.echo(
        "\nThe recovery sheet. Write it on paper now, and keep it in a sealed envelope, not in this office and not\n"
        "near the machine: it opens the records when nothing else does, for whoever holds it. It is never shown\n"
        "again.\n"
    )
    click.echo("\n".join(f"    {line}" for line in code.splitlines()) + "\n")
    click.echo("To be sure that the paper is right, type three groups from it, counted line by line.")
    asked = groups_to_confirm(3)
    while not confirm_part(code, {number: click.prompt(f"Group {number}") for number in asked}):
        click.echo("That is not what the sheet says. Please compare each sign and type it again.")
    return code
