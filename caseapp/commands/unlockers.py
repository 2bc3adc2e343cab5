"""``caseapp unlockers``: who can unlock, one more or one fewer of them, and a new recovery sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from caseapp.commands.asking import ask_new_passphrase, ask_sheet, new_sheet, read_secrets, unfit
from caseapp.commands.starting import opened_root, ready_app
from caseapp.paths import instance_folder
from caseapp.setup.installing import KEYS_FOLDER, adopt_root, keys_folder
from caseapp.setup.roots import HELD_BY, handed_key
from caseapp.setup.unlockers import let_unlock, let_unlock_instead, let_unlock_no_more, replace_sheet
from caseapp.vault import (
    Provider,
    Root,
    has_recovery_code,
    provider,
    require_free_name,
    require_removable,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)

ENOUGH = 2
"""So many people at least should be able to unlock: one can be ill."""
_sheet = click.option("--sheet", is_flag=True, help="Show the right to do so with the recovery sheet.")
_secrets = click.option(
    "--passphrases-fd",
    type=int,
    help="Read the passphrases from this open file descriptor, a line each: first the present one.",
)


@click.group("unlockers")
def unlockers_command() -> None:
    """Tell and change who can unlock.

    Names can be read without any key: use a word for the role, not a person's name.
    """


@unlockers_command.command("list")
def list_unlockers() -> None:
    """List who can unlock; no key is needed for it."""
    folder = instance_folder() / KEYS_FOLDER
    kind = provider(folder)
    if kind is None:
        raise click.ClickException("this instance has no keys yet")
    if kind is not Provider.PASSPHRASE:
        click.echo(f"These keys are opened by {HELD_BY[kind]}.")
    for name in unlocker_names(folder):
        click.echo(name)
    click.echo("And the recovery sheet." if has_recovery_code(folder) else "There is no recovery sheet.")


@unlockers_command.command("add")
@click.argument("name")
@_sheet
@_secrets
@click.option(
    "--instead",
    is_flag=True,
    help="Close the keys under a new root, with --sheet: nobody else unlocks any more, and no copy from before does.",
)
def add(name: str, passphrases_fd: int | None, *, sheet: bool, instead: bool) -> None:
    """Let NAME, a word for a role, unlock with a passphrase of its own.

    An unlocker's passphrase, or the recovery sheet, shows the right to do so. Where something else than passphrases
    opens the keys, the sheet closes them under this passphrase, and nothing else opens them from then on; with
    --instead it does so where passphrases open them, too.
    """
    if instead and not sheet:
        raise click.UsageError(
            "--instead needs --sheet: the new root is closed under the recovery sheet as well"
        )
    typed = read_secrets(passphrases_fd, 1 if sheet else 2) if passphrases_fd is not None else []
    with _opened(sheet=sheet, passphrase=typed[0] if typed and not sheet else None) as (app, root, code):
        by_people = root.provider is Provider.PASSPHRASE
        others = instead or not by_people
        if others and not code:
            raise click.ClickException(
                f"these keys are opened by {HELD_BY[root.provider]}; with --sheet they are closed under a passphrase"
            )
        if not others:
            require_free_name(root.folder, name)
        elif not typed:
            click.confirm(
                f"From now on only {name} and the recovery sheet open these keys. Go on?", abort=True
            )
        passphrase = typed[-1] if typed else ask_new_passphrase(f"New passphrase of {name}", [name])
        wrong = unfit(passphrase, [name], typed[:-1])
        if wrong:
            raise click.ClickException(wrong)
        cost = app.config["SETTINGS"].unlock_cost
        if others:
            let_unlock_instead(root, code, name, passphrase, cost=cost)
            if by_people:
                click.echo(
                    "Where caseapp is running, lock and unlock it once: it still holds the former root."
                )
            else:
                click.echo(
                    "Take the setting of what opened them so far out of the settings or the environment."
                )
        else:
            let_unlock(None, root, name, passphrase, cost=cost, **_how(code))
        _tell(root)


@unlockers_command.command("remove")
@click.argument("name")
@_sheet
@_secrets
@click.option("--yes", is_flag=True, help="Do not ask whether one is enough.")
def remove(name: str, passphrases_fd: int | None, *, sheet: bool, yes: bool) -> None:
    """Take from NAME that they unlock; somebody else has to remain who can."""
    typed = read_secrets(passphrases_fd, 1)[0] if passphrases_fd is not None and not sheet else None
    with _opened(sheet=sheet, passphrase=typed) as (_app, root, code):
        require_removable(root.folder, name)
        if len(unlocker_names(root.folder)) <= ENOUGH and not yes:
            click.confirm("Then one alone can unlock, and may be ill. Go on?", abort=True)
        let_unlock_no_more(None, root, name, **_how(code))
        _tell(root)
        click.echo(
            "A copy of the folder keys from before still opens with that passphrase: destroy such copies."
        )


@unlockers_command.command("recovery-code")
@_sheet
@_secrets
@click.option("--sheet-fd", type=int, help="Write the new code to this open file descriptor, for a script.")
def recovery_code(passphrases_fd: int | None, sheet_fd: int | None, *, sheet: bool) -> None:
    """Make a new recovery sheet; the former one opens no more than the backups that were made with it."""
    typed = read_secrets(passphrases_fd, 1)[0] if passphrases_fd is not None and not sheet else None
    with _opened(sheet=sheet, passphrase=typed) as (_app, root, code):
        replace_sheet(None, root, new_sheet(sheet_fd), **_how(code))
        click.echo("The new sheet counts. Destroy the former one once a new backup is made.")


@contextmanager
def _opened(*, sheet: bool, passphrase: str | None) -> Iterator[tuple[Flask, Root, str]]:
    """Open the instance for one of these commands; gives the root of its keys, and the sheet's code if that did it."""
    app = ready_app(by_sheet=sheet)
    with app.app_context():
        folder, settings, code = keys_folder(app), app.config["SETTINGS"], ""
        if provider(folder) is None:
            raise click.ClickException("this instance has no keys yet")
        if sheet:
            code = ask_sheet()
            root = unlock_with_recovery_code(folder, code)
        elif passphrase is not None and provider(folder) is Provider.PASSPHRASE:
            root = unlock_with_passphrase(folder, passphrase, cost=settings.unlock_cost)
        else:
            root = opened_root(settings, folder, handed_key(app))
        adopt_root(app, root)
        yield app, root, code


def _how(code: str) -> dict[str, bool]:
    return {"in_terminal": True, **({"by_sheet": True} if code else {})}


def _tell(root: Root) -> None:
    names = unlocker_names(root.folder)
    click.echo(f"Can unlock: {', '.join(names)}.")
    if len(names) < ENOUGH:
        click.echo("Let one more person unlock: this one can be ill.")
