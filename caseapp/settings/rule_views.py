"""The page of the organisation's rules: what always takes two, what may be loosened, who changed it lately."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import HiddenField

from caseapp.accounts.rules import rules_in_force, set_rule
from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.settings.permissions import SettingsPermission
from caseapp.web.forms import LineField, PageForm, RadioChoiceField, Required
from caseapp.web.gate import recently_proven, requires
from caseapp.web.installed import all_rules
from caseapp.web.rules import Rule

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


class RulesForm(PageForm):
    """Why rules are changed; the rules themselves are added to it, one field each."""

    shown = HiddenField()
    """Stands for the choices that the page showed: whoever saves has seen what they change."""
    reason = LineField(_l("Reason"), description=_l("Needed where a rule becomes looser."))


@blueprint.route("/", methods=["GET", "POST"])
@requires(SettingsPermission.MANAGE)
@recently_proven
def show() -> ResponseReturnValue:
    """Show the rules of the organisation, and change those that can be changed."""
    in_force = rules_in_force()
    form = _form(in_force)
    if form.validate_on_submit() and _is_allowed(form, in_force):
        with write():
            still = rules_in_force()
            if _sign(still) == form.shown.data:
                for rule in _open_rules():
                    set_rule(current_user, rule, form[rule.code].data, form.reason.data or "")
        if still == in_force:
            flash(_("Saved."))
            return redirect(url_for("settings.rules.show"))
        form = _changed_meanwhile(form, still)
    groups: dict[str, list[Rule]] = {}
    for rule in all_rules():
        groups.setdefault(str(rule.about), []).append(rule)
    page = render_template("settings/rules.html", form=form, groups=groups)
    return page, 422 if form.is_submitted() else 200


def _form(in_force: Mapping[str, str]) -> RulesForm:
    fields: dict[str, Any] = {
        rule.code: RadioChoiceField(rule.label, [Required()], choices=rule.choices.items())
        for rule in _open_rules()
    }
    made: type[RulesForm] = type("RulesForm", (RulesForm,), fields)
    return made(data={**in_force, "shown": _sign(in_force)})


def _is_allowed(form: RulesForm, in_force: Mapping[str, str]) -> bool:
    if form.shown.data != _sign(in_force):
        _changed_meanwhile(form, in_force)
        return False
    looser = [rule for rule in _open_rules() if rule.is_looser(form[rule.code].data, in_force[rule.code])]
    if looser and not form.reason.data:
        form.reason.errors = [_("Please say why these rules become looser.")]
        return False
    return True


def _changed_meanwhile(form: RulesForm, in_force: Mapping[str, str]) -> RulesForm:
    form.shown.data = _sign(in_force)
    form.form_errors.append(
        _("Somebody else changed the rules meanwhile. Below is what you chose; please look at it again.")
    )
    return form


def _open_rules() -> list[Rule]:
    return [rule for rule in all_rules() if not rule.is_fixed]


def choice_in_words(value: str) -> str:
    """Return the words for a choice of any rule."""
    return next((str(rule.choices[value]) for rule in all_rules() if value in rule.choices), value)


def _sign(in_force: Mapping[str, str]) -> str:
    written = "\n".join(f"{code} {value}" for code, value in sorted(in_force.items()))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
