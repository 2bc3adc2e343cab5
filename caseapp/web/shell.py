"""The shell's own pages: the home page made of the features' tiles, and whether the process is alive."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.web.gate import can, public, signed_in
from caseapp.web.installed import features

home = Blueprint("home", __name__)


@home.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """Show what this user has before them today."""
    tiles = sorted((tile for feature in features() for tile in feature.home), key=lambda tile: tile.order)
    rendered = [tile.render(current_user) for tile in tiles if can(current_user, tile.permission)]
    return render_template("home/show.html", tiles=[tile for tile in rendered if tile])


@home.get("/health")
@public
def health() -> ResponseReturnValue:
    """Answer that the process lives; tells nothing else."""
    return Response("ok\n", mimetype="text/plain")
