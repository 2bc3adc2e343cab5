"""The one blueprint of letters; the modules of views hang their pages on it."""

from flask import Blueprint

blueprint = Blueprint("letters", __name__)
