"""The addresses of the pages about persons, in one place."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from caseapp.people import gate_views, name_views, relation_views, route_views, views

blueprint = Blueprint("people", __name__, url_prefix="/people")

_ERRAND = "<aim>/<kind>/<uuid:record_id>/<uuid:person_id>"
_PLACE = "<kind>/<uuid:record_id>/<uuid:person_id>"
_READ, _WRITE, _FORM = ["GET"], ["POST"], ["GET", "POST"]
_PAGES: tuple[tuple[str, Callable[..., Any], list[str]], ...] = (
    ("/", views.index, _READ),
    ("/<uuid:person_id>", views.show, _READ),
    ("/<uuid:person_id>/edit", views.edit, _FORM),
    (f"/check/{_ERRAND}", gate_views.check, _FORM),
    (f"/check/{_ERRAND}/pick", gate_views.pick, _WRITE),
    (f"/check/{_ERRAND}/ask", gate_views.ask, _WRITE),
    (f"/names/{_PLACE}", name_views.add_names, _FORM),
    ("/<uuid:person_id>/names/<uuid:name_id>", name_views.edit_name, _FORM),
    ("/<uuid:person_id>/names/<uuid:name_id>/remove", name_views.remove_name, _FORM),
    (f"/relative/{_PLACE}", relation_views.add_relative, _FORM),
    ("/<uuid:person_id>/relations/<uuid:relation_id>/remove", relation_views.remove_relation, _FORM),
    ("/<uuid:person_id>/routes/new", route_views.add_route, _FORM),
    ("/<uuid:person_id>/routes/<uuid:route_id>", route_views.edit_route, _FORM),
    ("/<uuid:person_id>/routes/<uuid:route_id>/remove", route_views.remove_route, _FORM),
)

for _address, _view, _methods in _PAGES:
    blueprint.add_url_rule(_address, view_func=_view, methods=_methods)
