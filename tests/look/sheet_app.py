"""A throwaway application that shows templates/styleguide.html; the product never serves it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request
from flask_babel import Babel
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp.web.templating import set_up_environment

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)


class BirthForm(Form):
    """Three boxes, a calendar and "about"."""

    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")
    calendar = SelectField("Calendar", choices=["Gregorian", "Jalali"])
    about = BooleanField("About this date")

    def validate_month(self, box: StringField) -> None:
        """The mistake of a real page: one calendar's month in the other's year."""
        if box.data == "August" and self.year.data == "1402":
            raise ValidationError("August is a Gregorian month, 1402 a year of the Jalali calendar.")


class SheetForm(FlaskForm):
    """One field of every kind."""

    name = StringField(
        "Working name", [InputRequired("Enter a name."), Length(max=200)], description="As said by them."
    )
    telephone = StringField("Telephone")
    language = SelectField("Language", [InputRequired("Choose a language.")], choices=["English", "فارسی"])
    born = FormField(BirthForm, "Born", description="For example 22 Mordad 1362, or a year alone.")
    safe = RadioField(
        "Safe now", [InputRequired("Say whether the person is safe.")], choices=["Yes", "No", "Not known"]
    )
    knows = SelectMultipleField(
        "Who knows",
        choices=["Police", "Family", "Another organisation"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    interpreter = BooleanField("An interpreter is needed")
    story = TextAreaField(
        "What was said", [InputRequired("Write what was said.")], description="In their words."
    )
    scan = FileField("Scan")
    confirmation = StringField("Reference", [InputRequired("Type the reference.")])


@dataclass(frozen=True)
class MenuItem:
    """An entry of the side menu."""

    endpoint: str
    label: str
    icon: str
    active: bool = False
    short: str | None = None


@dataclass(frozen=True)
class Moment:
    """An entry of a timeline with everything that it can show."""

    title: str
    happened_on: str
    icon: str = "note"
    url: str | None = None
    written_on: str | None = None
    by: str | None = None
    text: str | None = None
    tag: str | None = None
    tag_kind: str | None = None


MENU = (
    MenuItem("home.show", "Today", "home"),
    MenuItem("cases.list", "Cases", "case", active=True),
    MenuItem("requests.list", "Family contact", "request"),
    MenuItem("letters.list", "Letters", "letter"),
    MenuItem("statements.list", "Statements", "statement"),
    MenuItem("tasks.list", "Tasks", "task"),
    MenuItem("reports.list", "Reports", "chart"),
)
MENU_PERSIAN = ("امروز", "پرونده‌ها", "تماس خانوادگی", "نامه‌ها", "اظهارات", "کارها", "گزارش‌ها")
ENTRIES = (
    Moment(
        "Called in the evening",
        "13 August 2026",
        by="Ilir Shembulli",
        url="/notes/1",
        text="She slept well. She asks whether her brother still lives in the old house.",
        written_on="14 August 2026",
    ),
    Moment("نامه به وزارت کشور", "۲۲ مرداد ۱۴۰۵", icon="letter", tag="Waiting", tag_kind="waiting"),
    Moment("Consent recorded", "2 August 2026", icon="consent", tag="Done", tag_kind="done"),
)
ROWS = (
    {
        "reference": "L-26-4MPX",
        "person": "نسرین واعظی‌نمونه",
        "status": "Awaiting reply",
        "kind": "waiting",
        "due": "3 days late",
        "due_on": "19 November 2026",
        "points": 2,
    },
    {
        "reference": "L-26-9TRB",
        "person": "Behrang Vaezi-Sample",
        "status": "In review",
        "kind": "moving",
        "due": "in 5 days",
        "due_on": "27 November 2026",
        "points": 11,
    },
)
ENDPOINTS = (
    "home.show", "search.find", "search.as_typed", "accounts.sign_out", "accounts.set_language", "accounts.set_theme",
    "accounts.me", "cases.list", "requests.list", "letters.list", "statements.list", "tasks.list", "reports.list",
)  # fmt: skip


def _locale() -> str:
    return request.args.get("locale", "en")


def _stub(asked: list[tuple[str, dict[str, str]]]) -> Callable[[], tuple[str, int]]:
    """A view that notes what it was asked and answers 204."""

    def view() -> tuple[str, int]:
        asked.append((request.endpoint or "", dict(request.form)))
        return "", 204

    return view


def _forms() -> tuple[SheetForm, SheetForm]:
    wrong = MultiDict(
        [("born-day", "13"), ("born-month", "August"), ("born-year", "1402"), ("born-calendar", "Jalali")]
    )
    wrong_sheet = SheetForm(formdata=wrong, prefix="", meta={"csrf": False})
    wrong_sheet.validate()
    for field in wrong_sheet:
        field.id = f"wrong-{field.id}"
    for box in wrong_sheet.born.form:
        box.id = f"wrong-{box.id}"
    return SheetForm(formdata=None, meta={"csrf": False}), wrong_sheet


def _context() -> dict[str, Any]:
    persian = _locale() == "fa"
    menu = [
        MenuItem(item.endpoint, name if persian else item.label, item.icon, item.active)
        for item, name in zip(MENU, MENU_PERSIAN, strict=True)
    ]
    return {
        "locale": _locale(),
        "direction": "rtl" if persian else "ltr",
        "theme": request.args.get("theme", "auto"),
        "demonstration": request.args.get("demonstration", "1") == "1",
        "rendered_once": lambda _name, *_depends_on, caller: caller(),
        "this_page": lambda: request.path,
        "away_url": lambda: f"/static/away{'.fa' if persian else ''}.html",
        "place_in_menu": lambda: "cases",
        "menu": lambda: menu,
        "banners": list,
        "new_menu": lambda: [
            MenuItem("cases.list", "Case", "case"),
            MenuItem("letters.list", "Letter", "letter"),
        ],
        "help_topics": list,
        "languages": [("en", "English"), ("fa", "فارسی")],
        "signed_in_as": "Ilir Shembulli",
        "printed_on": "22 November 2026",
    }


def create_sheet_app() -> Flask:
    """The throwaway application: strict templates, the product's headers, stub endpoints that answer 204."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "caseapp/static"))
    app.config.update(SECRET_KEY="for this test only", TESTING=True, DRAFT_ANSWER=204)
    set_up_environment(app)
    Babel(app, locale_selector=_locale, default_translation_directories=str(ROOT / "caseapp/i18n/catalogs"))
    CSRFProtect(app)
    app.jinja_env.globals["can"] = lambda _permission: True
    app.jinja_env.globals["has_endpoint"] = app.view_functions.__contains__
    app.context_processor(_context)
    app.extensions["asked"] = asked = []
    for endpoint in ENDPOINTS:
        app.add_url_rule(f"/{endpoint.replace('.', '/')}", endpoint, _stub(asked), methods=["GET", "POST"])
    app.extensions["saved_drafts"] = saved = []

    @app.get("/")
    def sheet() -> str:
        plain, wrong = _forms()
        return render_template("styleguide.html", sheet=plain, wrong_sheet=wrong, entries=ENTRIES, rows=ROWS)

    @app.get("/error")
    def error() -> str:
        return render_template(
            "errors/error.html",
            code=404,
            title="Not found",
            sentence="There is no such page, or it is not yours to see.",
            error_id="7KQ3-4MPX",
        )

    @app.get("/conflict")
    def conflict() -> str:
        return render_template(
            "errors/conflict.html",
            title="Note N-26-1AAA",
            action="/notes/1",
            row_version=4,
            rows=[("Text", "My words", "Her words"), ("Next step", "", "Call on Monday")],
            hidden=[("text", "My words\nin two lines"), ("next_step", "")],
            theirs_url="/notes/1",
            changed_by="Ilir Shembulli",
            changed_on="22 November 2026",
        )

    @app.post("/cases/new")
    def start_case() -> tuple[str, int]:
        asked.append(("cases.new", dict(request.form)))
        return "", 204

    @app.post("/drafts/1")
    def save_draft() -> tuple[str, int]:
        saved.append(dict(request.form))
        return "", app.config["DRAFT_ANSWER"]

    @app.after_request
    def harden(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app
