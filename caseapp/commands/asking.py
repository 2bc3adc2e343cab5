"""What commands ask for in a terminal and never take as an argument, where others would see it: secrets."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Collection

import click

from caseapp.accounts.passphrases import weakness
from caseapp.i18n.messages import gettext as _
from caseapp.vault import confirm_part, groups_to_confirm, new_recovery_code
from caseapp.web.values import digits

_LONGEST = 16_384
WIDTH = 100
"""How wide what is explained runs in a terminal, in signs."""


def read_secrets(descriptor: int, count: int) -> list[str]:
    """Return the first ``count`` lines of an open file descriptor: how a script hands over secrets.

    Raises:
        ClickException: it is not open, not text, or has fewer lines.
    """
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            lines = stream.read(_LONGEST).decode("utf-8").splitlines()
    except (OSError, ValueError):
        raise click.ClickException(
            _("Nothing can be read from the file descriptor %(number)s.", number=descriptor)
        ) from None
    if len(lines) < count:
        raise click.ClickException(
            _(
                "Lines expected in the file descriptor %(number)s: %(count)s.",
                number=descriptor,
                count=digits(count),
            )
        )
    return lines[:count]


def ask_sheet() -> str:
    """Ask for the code of the recovery sheet, and return its four lines."""
    click.echo(_("Type the recovery sheet, line by line."))
    return "\n".join(click.prompt(_("Line %(number)s", number=digits(number))) for number in (1, 2, 3, 4))


def ask_new_passphrase(what: str, names: Collection[str] = (), others: Collection[str] = ()) -> str:
    """Ask for a new passphrase, twice, until it will do: not weak, without ``names``, and none of ``others``."""
    click.echo(_("At least 15 characters. Four or five words that do not belong together are good."))
    while True:
        passphrase: str = click.prompt(what, hide_input=True)
        wrong = unfit(passphrase, names, others)
        if wrong is None and click.prompt(_("The same once more"), hide_input=True) != passphrase:
            wrong = _("The two are not the same.")
        if wrong is None:
            return passphrase
        click.echo(wrong)


def unfit(passphrase: str, names: Collection[str], others: Collection[str]) -> str | None:
    """Return what is wrong with a new passphrase in a sentence, None if nothing is."""
    if passphrase in others:
        return _("Please use a passphrase of its own for each purpose.")
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
                _("Nothing can be written to the file descriptor %(number)s.", number=descriptor)
            ) from None
        return code
    told = _(
        "The recovery sheet. Write it on paper now, and keep it in a sealed envelope, not in this office and not near"
        " the machine: it opens the records when nothing else does, for whoever holds it. It is never shown again."
    )
    click.echo(f"\n{textwrap.fill(told, WIDTH)}\n")
    click.echo("\n".join(f"    {line}" for line in code.splitlines()) + "\n")
    click.echo(
        _(
            "To be sure that the paper is right, type these groups from it. They are counted line by line, each line"
            " from left to right:"
        )
    )
    asked = groups_to_confirm(3)
    while not confirm_part(code, {number: click.prompt(_group(number)) for number in asked}):
        click.echo(_("That is not what the sheet says. Please compare each sign and type it again."))
    return code


def _group(number: int) -> str:
    return _("Group %(number)s", number=digits(number))
