"""The button that shows what is hidden of a record. It works without a script, and leads back to the same spot."""

import uuid

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.access.loading import get_visible
from caseapp.access.masking import reveal
from caseapp.access.permissions import AccessPermission
from caseapp.web.addresses import inside
from caseapp.web.drafts import has_page
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, reader, requires
from caseapp.web.installed import mask_of, model_of

blueprint = Blueprint("access", __name__, url_prefix="/show")


@blueprint.post("/<kind>/<uuid:record_id>")
@requires(AccessPermission.REVEAL)
def show(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is hidden of a record for the rest of the session."""
    try:
        model = model_of(kind)
    except KeyError:
        raise NotFound from None
    mask, user = mask_of(model), reader()
    if mask is None or not can(user, mask.permission):
        raise NotFound
    reveal(user, get_visible(user, model, record_id))
    page = inside(request.form.get("back"))
    if not has_page(page):  # the answer to a form, which has no page of its own
        page = url_for("home.show")
    return redirect(f"{page}#shown-{record_id}")
