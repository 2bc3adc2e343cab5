"""``caseapp init``: makes an instance from the terminal, with the root of its keys that the organisation chooses."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import click
from flask import Flask
from flask_babel import force_locale

from caseapp.commands.asking import WIDTH, ask_new_passphrase, new_sheet, read_secrets, unfit
from caseapp.commands.speaking import language_of_terminal
from caseapp.commands.starting import ready_app, refuse_other_use
from caseapp.config import Settings
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.setup.installing import (
    FirstAdministrator,
    adopt_root,
    create_keys,
    install,
    is_installed,
    keys_folder,
)
from caseapp.setup.roots import given_key, handed_key, printed_key, refuse_unfit_root
from caseapp.vault import JOINER, Provider, UnlockerError, require_sound_name
from caseapp.web.roles import CASE_ROLES, Role

PROTECTS = {
    Provider.PASSPHRASE: _l(
        "The machine starts locked, and people open it with a passphrase each: a machine that was switched off, stolen"
        " or seized tells nothing. Somebody has to be there after every start, and it does not protect a machine that"
        " is taken while it is unlocked."
    ),
    Provider.FILE: _l(
        "A key file beside the database opens it at every start, so that a stolen database or backup tells nothing."
        " Whoever takes the machine has both, unless its disk is encrypted."
    ),
    Provider.ENV: _l(
        "What starts caseapp hands the key over in the environment, so that it lies on no disk that caseapp writes to."
        " It protects as well as the secret store that it comes from, and not from whoever commands that store, or"
        " root."
    ),
    Provider.COMMAND: _l(
        "A program prints the key at every start: of a key server that can refuse, log and withdraw it, or of the"
        " system's own credentials. A stolen machine tells nothing once the server refuses, and until then it asks and"
        " is answered; without that server only the recovery sheet opens."
    ),
}
"""What each root of the keys protects from and what it does not, in two sentences."""
TWO = 2


@dataclass(frozen=True)
class Making:
    """All that an instance is made from."""

    root: Provider
    organisation: str
    language: str
    administrator: FirstAdministrator
    unlockers: dict[str, str]
    recovery_code: str | None


@click.command("init")
@click.option("--root", type=click.Choice([each.value for each in PROTECTS]), help="What opens the keys.")
@click.option("--organisation", help="Name of the organisation.")
@click.option("--language", type=click.Choice(OFFERED), help="Its language, and that of these questions.")
@click.option("--name", help="Name of the first administrator.")
@click.option("--sign-in-name", help="Their sign-in name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(sorted(role.value for role in CASE_ROLES)),
    help="What they do besides; several are possible.",
)
@click.option("--unlocker", "unlockers", multiple=True, help="A word for who can unlock; best two of them.")
@click.option(
    "--passphrases-fd",
    type=int,
    help="Read the passphrases from this open file descriptor: the administrator's, then one for each --unlocker.",
)
@click.option(
    "--sheet-fd", type=int, help="Write the recovery code to this open file descriptor, for a script."
)
@click.option(
    "--no-sheet", is_flag=True, help="Make no recovery sheet: a lost root is then the end of the records."
)
def init_command(
    root: str | None,
    organisation: str | None,
    language: str | None,
    name: str | None,
    sign_in_name: str | None,
    roles: tuple[str, ...],
    unlockers: tuple[str, ...],
    passphrases_fd: int | None,
    sheet_fd: int | None,
    *,
    no_sheet: bool,
) -> None:
    """Make an instance in the terminal; `caseapp run` offers the same in a browser, with passphrases.

    It asks for what is not given. Passphrases and keys are never arguments, where other accounts would see them.
    """
    app = ready_app()
    with app.app_context(), force_locale(language or language_of_terminal()):
        refuse_other_use(demonstration=False)
        if is_installed():
            raise click.ClickException(_("This instance is set up already."))
        kind = Provider(root) if root else _ask_root()
        settings: Settings = app.config["SETTINGS"]
        refuse_unfit_root(settings, kind, handed_key(app))
        root_key = _root_key(
            settings, kind, handed_key(app)
        )  # before anybody types anything that this could undo
        language = language or click.prompt(
            _("Language"), type=click.Choice(OFFERED), default=language_of_terminal()
        )
        with force_locale(language):
            organisation = organisation or _ask(_("Name of the organisation"))
            name = name or _ask_own_name()
            sign_in_name = sign_in_name or _ask(_("Your sign-in name"))
            names = {name.casefold(), sign_in_name.casefold()}
            words = _words_for_roles(kind, unlockers, names, passphrases_fd)
            secrets = _passphrases([sign_in_name, name], words, passphrases_fd)
            making = Making(
                kind,
                organisation,
                language,
                FirstAdministrator(name, sign_in_name, secrets[0], tuple(Role(role) for role in roles)),
                dict(zip(words, secrets[1:], strict=True)),
                None if no_sheet else new_sheet(sheet_fd),
            )
            _make(app, making, root_key)
            click.echo(
                _(
                    "Made in %(folder)s, in %(language)s. Serve it with this:",
                    folder=settings.instance_path,
                    language=LANGUAGES[language],
                )
            )
        click.echo("    caseapp run")


def _ask_root() -> Provider:
    click.echo(_("What is to open the keys?") + "\n")
    for kind, sentences in PROTECTS.items():
        click.echo(
            textwrap.fill(f"{kind.value}: {sentences}", WIDTH, initial_indent="  ", subsequent_indent="    ")
            + "\n"
        )
    chosen = click.prompt(
        _("Root of the keys"), type=click.Choice([each.value for each in PROTECTS]), default="passphrase"
    )
    return Provider(chosen)


def _ask_own_name() -> str:
    click.echo(_("You will be the first administrator."))
    return _ask(_("Your name"))


def _ask(what: str) -> str:
    while True:
        typed: str = click.prompt(what).strip()
        if typed and len(typed) <= 200 and typed.replace(JOINER, "").isprintable():
            return typed
        click.echo(_("Please type a short text."))


def _root_key(settings: Settings, kind: Provider, handed: str | None) -> bytes | None:
    match kind:
        case Provider.ENV:
            return given_key(settings, handed)
        case Provider.COMMAND:
            return printed_key(settings)
        case _:
            return None


def _words_for_roles(
    kind: Provider, given: tuple[str, ...], names: set[str], passphrases_fd: int | None
) -> list[str]:
    if kind is not Provider.PASSPHRASE:
        if given:
            raise click.ClickException(
                _("With %(option)s nobody unlocks with a passphrase.", option=f"--root {kind.value}")
            )
        return []
    if not given and passphrases_fd is not None:
        raise click.ClickException(
            _("Please name who can unlock with %(option)s, best twice.", option="--unlocker")
        )
    words = list(given)
    if not given:
        told = _(
            "Name each of them by a word for their role: this word stands readable in the keys file, and a name there"
            " would tell a thief whom to press."
        )
        click.echo(f"\n{_('Two people who can unlock')}\n{textwrap.fill(told, WIDTH)}")
        for what in (_("A word for the first of them"), _("A word for the second of them")):
            words.append(_ask_word(what, words, names))
    for place, word in enumerate(words):
        wrong = _unfit_word(word, words[:place], names)
        if wrong:
            raise click.ClickException(f"--unlocker {word}: {wrong}")
    if len(words) < TWO:
        click.echo(_("One alone can unlock, and may be ill. Let one more person unlock."))
        click.echo("    caseapp unlockers add")
    return words


def _ask_word(what: str, others: list[str], names: set[str]) -> str:
    while True:  # what was typed before would have to be typed again
        word = _ask(what)
        wrong = _unfit_word(word, others, names)
        if wrong is None:
            return word
        click.echo(wrong)


def _unfit_word(word: str, others: list[str], names: set[str]) -> str | None:
    try:
        require_sound_name(word)
    except UnlockerError:
        return _("Please type a short text.")
    if word.casefold() in names:
        return _("This word can be read without any key. Please use one for the role instead of a name.")
    if word.casefold() in {other.casefold() for other in others}:
        return _("Please give each of the two a word of their own: two people, so that one can be ill.")
    return None


def _passphrases(names: list[str], words: list[str], passphrases_fd: int | None) -> list[str]:
    """Return the administrator's passphrase and those of the unlockers, none of them twice."""
    purposes = [
        _("Your passphrase"),
        *(_("Unlock passphrase of %(name)s", name=word) for word in words),
    ]
    given = read_secrets(passphrases_fd, len(purposes)) if passphrases_fd is not None else None
    found: list[str] = []
    for place, purpose in enumerate(purposes):
        about = names if place == 0 else [words[place - 1]]
        passphrase = given[place] if given is not None else ask_new_passphrase(purpose, about, found)
        wrong = unfit(passphrase, about, found)
        if wrong:
            raise click.ClickException(f"{purpose}: {wrong}")
        found.append(passphrase)
    return found


def _make(app: Flask, making: Making, root_key: bytes | None) -> None:
    root = create_keys(
        keys_folder(app),
        making.unlockers or None,
        making.recovery_code,
        app.config["SETTINGS"].unlock_cost,
        given=(making.root, root_key) if root_key is not None else None,
    )
    adopt_root(app, root)
    install(
        organisation_name=making.organisation,
        language=making.language,
        administrator=making.administrator,
        demonstration=False,
    )
