"""A toy feature, tried by test_adding_a_feature.py in a process of its own: a mapped class cannot be taken back."""

import uuid
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Mapped

from caseapp.application import create_app
from caseapp.audit import record, verify
from caseapp.cases.queries import get_case
from caseapp.db import Encrypted, Record, db, history_of, write
from caseapp.db.engine import WRITE_OPTION, Base
from caseapp.features import FEATURES
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from caseapp.web.event import Event
from caseapp.web.fates import lying_in
from caseapp.web.feature import Create, Feature, HomeTile, MenuItem, Panel, TimelineEntry
from caseapp.web.gate import requires
from caseapp.web.kind import Description, Kind
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, settings_for

READ = "toy_plant:read"
blueprint = Blueprint("toy_plants", __name__, url_prefix="/toy-plants")


class ToyPlant(Record):
    """A plant in the office that somebody waters for a case."""

    __tablename__ = "toy_plant"
    __kind__ = "toy_plant"
    __access_columns__ = ("case_id",)

    case_id: Mapped[uuid.UUID]
    name = Encrypted.short("toy_plant.name")


@blueprint.get("/")
@requires(READ)
def index() -> ResponseReturnValue:
    return redirect(url_for("home.show"))


@blueprint.post("/<uuid:case_id>")
@requires(READ)
def add(case_id: uuid.UUID) -> ResponseReturnValue:
    case = get_case(current_user, case_id)
    with write():
        plant = ToyPlant(scope_id=case.scope_id, case_id=case.id, name=request.form["name"])
        db.session.add(plant)
        record(current_user, "toy_plant.added", plant)
    return redirect(url_for("cases.show", case_id=case_id))


def described(_user: Any, plant_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Description]:
    return {each: Description("A plant", None) for each in plant_ids}


def plants_of(case: Any) -> list[ToyPlant]:
    return list(db.session.scalars(select(ToyPlant).where(ToyPlant.case_id == case.id)))


def timeline(_user: Any, case: Any) -> Iterator[TimelineEntry]:
    for plant in plants_of(case):
        yield TimelineEntry(
            plant.created_on, plant.created_on, "toy_plant", "case", f"Watered {plant.name}", "", None, None
        )


def panel(_user: Any, case: Any) -> Markup:
    return escape(", ".join(plant.name for plant in plants_of(case)))


toy = Feature(
    name="toy_plants",
    blueprint=blueprint,
    grants={Role.SUPPORT: frozenset({READ})},
    menu=(MenuItem("toy_plants.index", _l("Toy plants"), "case", READ),),
    create=(Create("toy_plants.index", _l("Another toy plant"), "case", READ),),
    kinds=(Kind(ToyPlant, _l("Toy plant"), lying_in("case"), describe=described),),
    panels=(Panel("case", "toy", 999, READ, panel),),
    timeline=timeline,
    home=(HomeTile("toy", 999, READ, lambda _user: escape("Water the plants today.")),),
    events=(Event("toy_plant.added", _l("Put a plant on the window sill")),),
)


@pytest.fixture
def toy_app(instance: Path) -> Iterator[Flask]:
    app = create_app(settings_for(instance), (*FEATURES, toy))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        db.session.remove()
        with db.engine.connect() as plain:
            connection = plain.execution_options(**{WRITE_OPTION: True})
            Base.metadata.tables["toy_plant"].create(connection)  # what its migration would do
            connection.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_feature_is_added_by_one_line_and_reaches_menu_page_timeline_home_and_log(toy_app: Flask) -> None:
    amina = Person("amina", toy_app, toy_app.test_client()).sign_in()
    case = start_case(amina)
    amina.post(case.replace("/cases/", "/toy-plants/"), {"name": "Aloe آلوئه"})
    page = amina.page(case).text
    assert "Watered Aloe \u2067آلوئه\u2069" in page
    assert "Toy plants" in page
    assert "Another toy plant" in page
    assert "Water the plants today." in amina.page("/").text
    edon = Person("edon", toy_app, toy_app.test_client()).sign_in()
    assert "Put a plant on the window sill" in edon.page("/audit/").text
    assert "Toy plants" not in edon.page("/").text
    with toy_app.app_context():
        plant = db.session.scalars(select(ToyPlant)).one()
        assert history_of(plant) == []
        assert list(verify()) == []
