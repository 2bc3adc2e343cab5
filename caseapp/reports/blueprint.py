"""The blueprint that the pages of the numbers and of exports share."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
