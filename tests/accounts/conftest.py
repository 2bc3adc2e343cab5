"""A clock that stands still, and an app that somebody has set up as their second factor."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.accounts.second_factors import (
    HALF_MINUTE,
    set_up_app,
)
from tests.conftest import Person

MORNING = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Five seconds into a half minute, standing still."""
    with time_machine.travel(MORNING, tick=False) as travelling:
        yield travelling


@pytest.fixture
def seed(clock: time_machine.Traveller, amina: Person) -> str:
    """Of the app that Amina has set up, half a minute ago: its last code counts no more, the next one does."""
    found, _codes = set_up_app(amina)
    clock.shift(HALF_MINUTE)
    return found
