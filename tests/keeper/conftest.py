"""An application that asks itself over a line, as one of several workers asks the one that keeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from caseapp.keeper.calls import EXTENSION, AskingKeeper
from caseapp.keeper.hearing import Hearing
from caseapp.processes.across_workers import Several
from caseapp.processes.local_socket import KEEPER, LocalSocket
from caseapp.setup.unlocking import LOCKS


@pytest.fixture
def several(app: Flask, instance: Path) -> Iterator[Several]:
    """What its workers would have in common, and one of them hears."""
    app.extensions.pop(LOCKS, None)  # another test has locked it
    made = Several(2, LocalSocket(instance, KEEPER))
    Hearing(app, made).begin()
    yield made
    made.keeper.remove()


@pytest.fixture
def asking(app: Flask, instance: Path, several: Several) -> Iterator[AskingKeeper]:
    """It asks over a line from here on."""
    app.extensions[EXTENSION] = AskingKeeper(instance, several)
    yield app.extensions[EXTENSION]
    app.extensions.pop(EXTENSION).hang_up()
