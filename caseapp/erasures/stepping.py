"""The steps of an erasure on their pages: what stands in the way, taking one, and that one is over."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.db import Conflict, check_version, write
from caseapp.erasures.models import Erasure
from caseapp.erasures.showing import target_in_words
from caseapp.erasures.workflow import ERASURE_WORKFLOW
from caseapp.i18n.messages import gettext as _
from caseapp.web.drafts import discard_draft
from caseapp.web.forms import PageForm
from caseapp.web.steps import over_sentence
from caseapp.workflow import Block, Blocked, UnknownTransition, blocks_of


def take_step(
    erasure: Erasure, code: str, form: PageForm, act: object, template: str, **shown: object
) -> ResponseReturnValue:
    """Show the page of a step, or take it: ``act()`` runs inside the write.

    A step that is over leads to the erasure, which says how it stands.
    """
    back = url_for("erasures.show", erasure_id=erasure.id)
    if not _can_be_taken(erasure, code):
        return say_over(erasure, code)
    blocks = blocks_before(erasure, code)
    if form.validate_on_submit() and callable(act):
        try:
            with write():
                check_version(erasure, form.version)
                act()
                discard_draft(current_user, request.path)
        except Blocked as blocked:
            blocks = blocked.blocks
        except (Conflict, UnknownTransition):
            if not _can_be_taken(erasure, code):
                return say_over(erasure, code)
            form.row_version.data, blocks = str(erasure.row_version), blocks_before(erasure, code)
            form.form_errors.append(
                _("Somebody else has changed this in the meantime. Look at it, then send this again.")
            )
        except OSError:
            form.form_errors.append(
                _("The list of what was erased could not be written, so nothing is destroyed.")
            )
        else:
            return redirect(back)
    body = render_template(
        template,
        form=form,
        erasure=erasure,
        target=target_in_words(current_user, erasure),
        blocks=blocks,
        back=back,
        **shown,
    )
    return body, 422 if form.is_submitted() else 200


def _can_be_taken(erasure: Erasure, code: str) -> bool:
    return erasure.status in ERASURE_WORKFLOW.from_anywhere(code).sources


def say_over(erasure: Erasure, code: str) -> ResponseReturnValue:
    """Lead to how an erasure stands where a step is over: by another click, or by a colleague who was quicker."""
    flash(over_sentence(ERASURE_WORKFLOW, erasure, code))
    return redirect(url_for("erasures.show", erasure_id=erasure.id))


def blocks_before(erasure: Erasure, code: str) -> list[Block]:
    """Return what stands in the way of a step for the present user."""
    transition = ERASURE_WORKFLOW.from_anywhere(code)
    return blocks_of(transition, current_user, erasure)
