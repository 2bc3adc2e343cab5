"""The application: everything the features contribute, put together."""

import secrets
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from caseapp.access.holding_back import install_counting, install_holding_back
from caseapp.access.masking import install_masking
from caseapp.access.opening import install_opening
from caseapp.accounts.sessions import ServerSessions, refuse_what_was_ended, web_session
from caseapp.audit.recording import install_audit
from caseapp.audit.refused import install_refused
from caseapp.clock import set_zone
from caseapp.config import Settings, load_settings
from caseapp.db import init_database
from caseapp.db.unlocked import attach, follow_keyring
from caseapp.features import FEATURES
from caseapp.i18n import init_languages
from caseapp.paths import instance_folder, templates_folder
from caseapp.setup.views import locked_gate
from caseapp.vault import BlobStore
from caseapp.web import drafts, shell
from caseapp.web.addresses import install_addresses
from caseapp.web.errors import install_errors
from caseapp.web.expired import keep_what_came_late
from caseapp.web.feature import Feature
from caseapp.web.gate import install_gate
from caseapp.web.headers import install_headers, install_static_versions
from caseapp.web.installed import install_features
from caseapp.web.strangers import limit_strangers
from caseapp.web.templating import PageEnvironment, init_templating
from caseapp.web.uploads import StreamingRequest


def create_app(settings: Settings | None = None, features: tuple[Feature, ...] | None = None) -> Flask:
    """Build the application: settings, database, languages, pages, gate, in this order.

    Raises:
        SettingError: a setting is missing or unsafe; the message names it.
        UnmarkedView: a view says neither who may call it nor that everybody may.
    """
    settings = settings or load_settings(instance_folder())
    settings.check()
    app = Flask(
        "caseapp",
        template_folder=str(templates_folder()),
        static_folder=str(Path(__file__).parent / "static"),
        instance_path=str(settings.instance_path),
    )
    app.request_class = StreamingRequest
    app.jinja_environment = PageEnvironment
    app.config.update(_flask_settings(settings))
    if settings.behind_proxy:
        # The proxy's own entry, the last one, names who asks; for want of it all of them would share one address,
        # and with it one waiting time after wrong passphrases. The host is not taken from it: the settings name ours.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # Flask documents wrapping it so
    set_zone(settings.time_zone)
    init_database(app)
    attach(app, BlobStore(settings.instance_path / "files"))
    app.session_interface = ServerSessions(secure=settings.secure_cookies)
    _init_sign_in(app)
    init_languages(app)
    init_templating(app)
    install_errors(app)
    install_headers(app)
    install_static_versions(app)
    install_refused(app)
    install_counting(app)
    install_audit(app)
    install_holding_back(app)
    install_masking(app)
    install_opening(app)
    install_addresses(app)
    app.before_request(follow_keyring)
    app.before_request(locked_gate)
    app.before_request(limit_strangers)
    CSRFProtect(app)
    app.before_request(refuse_what_was_ended)
    app.before_request(keep_what_came_late)
    app.register_blueprint(shell.home)
    app.register_blueprint(drafts.blueprint)
    install_features(app, FEATURES if features is None else features)
    install_gate(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SETTINGS": settings,
        "TESTING": settings.testing,
        "SECRET_KEY": secrets.token_bytes(
            32
        ),  # signs nothing that outlives the process: sessions have keys of their own
        "LOCKED_SESSION_KEY": secrets.token_bytes(32),
        "MAX_CONTENT_LENGTH": settings.upload_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.form_bytes,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # browsers send us no Referer; the gate checks Sec-Fetch-Site instead
        "MAKE_APP": create_app,  # trying a backup out opens it in an application of its own
        "DEMONSTRATION": False,
        "SETUP_TOKEN": None,
        "PROPAGATE_EXCEPTIONS": False,
    }


def _init_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are ours, and end on the server
    manager.request_loader(lambda _request: web_session().user)
