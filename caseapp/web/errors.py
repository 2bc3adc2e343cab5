"""Error pages: one template, a plain sentence, a number to quote; no detail of the program ever leaves it."""

import logging
import secrets

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from caseapp.dates import localise_digits
from caseapp.db import Locked, SentTwice, db
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.vault import BlobNotFound, TooBusy, VaultError
from caseapp.web.gate import PermissionDenied, SignedOut, to_sign_in
from caseapp.web.sizes import megabytes

log = logging.getLogger("caseapp")
RETRY_AFTER = 5
"""Seconds after which somebody who came while the slow hash was busy may try again."""


class NotFound(Exception):
    """Not there or not visible: to the reader the two are the same."""


class OnlyVisiting(Exception):
    """Nobody brings what they see for an emergency alone to where they would still see it afterwards."""


class ReadsOnly(Exception):
    """Whoever sees something for an emergency alone reads it, and decides nothing about it."""


def install_errors(app: Flask) -> None:
    """Register the pages for everything that can go wrong."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(OnlyVisiting, lambda _error: page(409))
    app.register_error_handler(ReadsOnly, lambda _error: page(409, words=_reads_only()))
    app.register_error_handler(PermissionDenied, _denied)
    app.register_error_handler(SignedOut, lambda _error: to_sign_in())
    app.register_error_handler(Locked, lambda _error: page(503))
    app.register_error_handler(TooBusy, lambda _error: _busy())
    app.register_error_handler(SentTwice, lambda error: _ask_again(error, "unexpected"))
    app.register_error_handler(BlobNotFound, lambda error: _ask_again(error, "integrity"))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(VaultError, _integrity)
    app.register_error_handler(Exception, _unexpected)


def page(code: int, error_id: str | None = None, words: tuple[str, str] | None = None) -> Response:
    """Return the error page for an HTTP status, with a title and a sentence of its own where it has some."""
    title, sentence = words or _words(code)
    shown = localise_digits(str(code), locale_tag())
    body = render_template("errors/error.html", code=shown, title=title, sentence=sentence, error_id=error_id)
    return Response(body, status=code)


def _reads_only() -> tuple[str, str]:
    return _("You see this by emergency access"), _(
        "You see this by emergency access: it lets you read, and write down what is urgent. Somebody who belongs to the"
        " case decides here."
    )


def _words(code: int) -> tuple[str, str]:
    match code:
        case 400:
            return _("That did not arrive whole"), _(
                "The page was open for too long, or the request was incomplete. Go back, load the page "
                "again and repeat it; "
                "what you typed is still in the form."
            )
        case 403:
            return _("Your role does not include this"), _(
                "If you need it for your work, ask an administrator. That you tried has been noted in the audit log."
            )
        case 404:
            return _("Nothing here that you can see"), _(
                "Either there is no such page, or it belongs to work that is not shared with you. "
                "A coordinator can tell you more."
            )
        case 405:
            return _("That is not possible here"), _("Go back and use the buttons of the page.")
        case 409:
            return _("You see this by emergency access"), _(
                "What belongs to that case stays with it. Somebody who belongs to the case can bring it into another "
                "one. Nothing was saved; what you typed is still in the form."
            )
        case 413:
            return _("That is too large"), _(
                "A form takes up to 8 MB of text, a file up to %(most)s MB. Split it or make it smaller.",
                most=megabytes(current_app.config["SETTINGS"].file_bytes),
            )
        case 429:
            return _("Too many at once"), _("Wait a minute, then try again. Nothing was lost.")
        case 503:
            return _("The system is locked"), _("Somebody who can unlock it has to do so first.")
        case _:
            return _("Something went wrong here"), _(
                "Nothing was saved by this step. Tell your administrator the number below; "
                "it says what happened without saying about whom."
            )


def _busy() -> Response:
    response = page(429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _not_found(_error: NotFound) -> ResponseReturnValue:
    g.caseapp_not_found = True
    return page(404)


def _denied(error: PermissionDenied) -> ResponseReturnValue:
    g.denied_permission = error.permission
    return page(403)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 400:
        g.caseapp_refused = error
    response = page(error.code)
    if error.code == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _ask_again(error: SentTwice | BlobNotFound, kind: str) -> ResponseReturnValue:
    """Ask the view again: two clicks came at the same moment, and it finds now what the first of them has saved.

    Or, of a kept file, that the first has dropped it.
    """
    if request.endpoint is None or g.get("asked_again"):
        return _logged(error, kind)
    g.asked_again = True
    view = current_app.ensure_sync(current_app.view_functions[request.endpoint])
    try:
        return view(**(request.view_args or {}))
    except Exception as other:  # its page is chosen as if the view had been asked for the first time
        return current_app.handle_user_exception(other)


def _integrity(error: VaultError) -> ResponseReturnValue:
    return _logged(error, "integrity")


def _unexpected(error: Exception) -> ResponseReturnValue:
    return _logged(error, "unexpected")


def _logged(error: Exception, kind: str) -> ResponseReturnValue:
    # The text of an exception may carry what somebody typed; only its type and where it arose are logged.
    db.session.rollback()
    error_id = secrets.token_hex(4)
    log.error("%s error %s at %s: %s", kind, error_id, request.endpoint, trace_of(error))
    return page(500, error_id)


def trace_of(error: BaseException) -> str:
    """Return the type of an exception and where it arose, which is all that a log may hold of it."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} <- " + " < ".join(reversed(frames[-8:]))
