"""Our own address: links that leave a page are built from it, and a request that asks for another host is refused.

The name that a request asks for is whatever its sender wrote. A link built from it would carry a way into an account to
a machine of the sender's choice.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, url_for

from caseapp.i18n.messages import gettext as _


def link_to(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, for somebody who is to open it elsewhere."""
    served_at: str = current_app.config["SETTINGS"].served_at
    return served_at + url_for(endpoint, **values)  # type: ignore[arg-type]  # the values of any route


def inside(target: str | None) -> str:
    """Return the path of a page of ours that a form names; that of the home page where it names none of them."""
    parts = urlsplit(target or "")
    is_inside = (
        target
        and not parts.scheme
        and not parts.netloc
        and parts.path.startswith("/")
        and not parts.path.startswith("//")
        and "\\" not in target
    )
    return parts.path if is_inside else url_for("home.show")


def install_addresses(app: Flask) -> None:
    """Refuse requests for other hosts before anything else looks at them."""
    app.before_request(_refuse_other_hosts)


def _refuse_other_hosts() -> Response | None:
    if _name(request.host) in current_app.config["SETTINGS"].own_names:
        return None
    # Words alone: styles and buttons would ask for the same wrong host.
    sentence = _("caseapp is not served under this address. Ask your administrator for the right one.")
    return Response(sentence + "\n", status=400, mimetype="text/plain")


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
