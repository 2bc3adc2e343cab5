"""The page of backups: how things stand, where they go, making one and trying one out."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts.models import User
from caseapp.audit import Problem
from caseapp.backup.forms import RemoveCopyForm
from caseapp.backup.making import backups_in, make_backup
from caseapp.backup.old_copies import HeldBack, NoSuchCopy, old_copies, remove_old_copy
from caseapp.backup.permissions import BackupPermission
from caseapp.backup.restoring import RestoreRefused
from caseapp.backup.standing import standing
from caseapp.backup.staying import nothing_is_let_go, stays_sentence
from caseapp.backup.trying import Trial, record_trial, try_out
from caseapp.backup.wording import reason_in_words
from caseapp.db import db, keyring
from caseapp.i18n.messages import gettext as _
from caseapp.jobs.background import UnderWay, begin, under_way
from caseapp.vault import VaultError
from caseapp.web.drafts import open_form
from caseapp.web.errors import NotFound
from caseapp.web.feature import HomeTile
from caseapp.web.gate import recently_proven, requires
from caseapp.web.installed import this_app
from caseapp.web.templating import part

blueprint = Blueprint("backup", __name__, url_prefix="/settings/backups")
PLACE = "backups"
"""Where backups and trials go on: one of them at a time."""
SHOWN = 14
LOOK_AGAIN = "3"
"""Seconds until the page shows anew how far it is."""
LITTLE = 2
"""Room for fewer backups than this is told as a warning."""


@blueprint.get("/")
@requires(BackupPermission.MANAGE)
def show() -> ResponseReturnValue:
    """Show how backups stand."""
    settings = current_app.config["SETTINGS"]
    place: Path = settings.backup_path
    there = place.is_dir() or not settings.backup_folder
    found = backups_in(place)
    sizes = [(path.name, path.stat().st_size) for path in found[:SHOWN]]
    free = shutil.disk_usage(place if place.is_dir() else settings.instance_path).free if there else None
    running = under_way(this_app(), PLACE)
    page = render_template(
        "backup/show.html",
        standing=standing(),
        reason=reason_in_words,
        place=place,
        there=there,
        same_disk=there and _same_disk(place, settings.instance_path),
        daily=settings.daily_backup,
        kept=settings.backups_kept,
        backups=sizes,
        free=free,
        little=free is not None and bool(sizes) and free < LITTLE * sizes[0][1],
        running=running,
        copies=old_copies(),
        stays=stays_sentence() if nothing_is_let_go() else "",
    )
    return page, {"Refresh": LOOK_AGAIN} if running else {}


@blueprint.post("/make")
@requires(BackupPermission.MANAGE)
def make() -> ResponseReturnValue:
    """Begin a backup."""
    _begin("backup", lambda actor, going: make_backup(actor, progress=going.advance))
    return redirect(url_for("backup.show"))


@blueprint.post("/try")
@requires(BackupPermission.MANAGE)
def try_newest() -> ResponseReturnValue:
    """Begin to try out the newest backup."""
    found = backups_in(current_app.config["SETTINGS"].backup_path)
    if found:
        _begin("trial", lambda actor, _going: _try(actor, found[0]))
    else:
        flash(_("There is no backup to try out yet."))
    return redirect(url_for("backup.show"))


@blueprint.route("/copies/<name>/remove", methods=["GET", "POST"])
@requires(BackupPermission.MANAGE)
@recently_proven
def remove_copy(name: str) -> ResponseReturnValue:
    """Remove a copy from before an update or a restore."""
    copy = next((each for each in old_copies() if each.name == name), None)
    if copy is None:
        raise NotFound
    form = open_form(RemoveCopyForm)
    if form.validate_on_submit():
        try:
            remove_old_copy(current_user, name)
        except OSError:
            form.form_errors.append(
                _("The disk does not let it go whole. See for yourself what is left in the folder.")
            )
        except HeldBack:
            form.form_errors.append(stays_sentence())
        except NoSuchCopy:  # another click was quicker
            return redirect(url_for("backup.show"))
        else:
            flash(_("The copy is gone."))
            return redirect(url_for("backup.show"))
    body = render_template("backup/remove_copy.html", form=form, copy=copy, back=url_for("backup.show"))
    return body, 422 if form.is_submitted() else 200


def _begin(kind: str, work: Callable[[Any, UnderWay], object]) -> None:
    actor_id = current_user.id
    begin(this_app(), PLACE, kind, lambda going: work(db.session.get(User, actor_id), going))


def _try(actor: Any, path: Path) -> None:
    settings = current_app.config["SETTINGS"]
    try:
        trial = try_out(path, keyring(), current_app.config["MAKE_APP"], settings.time_zone)
    except (RestoreRefused, VaultError, OSError) as error:
        trial = Trial(0, 0, 0, (Problem(path.name, type(error).__name__),))
    record_trial(actor, trial)


def _tile(_user: Any) -> Markup:
    return part("backup/tile.html", standing=standing(), reason=reason_in_words, copies=old_copies())


def _same_disk(one: Path, other: Path) -> bool:
    return not one.is_dir() or one.stat().st_dev == other.stat().st_dev


HOME = HomeTile("backups", 5, BackupPermission.MANAGE, _tile)
