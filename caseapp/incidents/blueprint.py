"""Where the pages of incidents hang."""

from flask import Blueprint

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")
