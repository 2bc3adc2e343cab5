from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from caseapp import clock

AN_HOUR_BEFORE_MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _zone_restored() -> Iterator[None]:
    yield
    clock.set_zone("UTC")


def test_now_is_aware_and_in_utc() -> None:
    with time_machine.travel(AN_HOUR_BEFORE_MIDNIGHT, tick=False):
        assert clock.now() == AN_HOUR_BEFORE_MIDNIGHT
        assert clock.now().utcoffset() == timedelta(0)


def test_today_is_the_day_in_the_organisations_zone() -> None:
    with time_machine.travel(AN_HOUR_BEFORE_MIDNIGHT, tick=False):
        assert clock.today() == date(2026, 11, 22)
        clock.set_zone("Europe/Tirane")
        assert clock.today() == date(2026, 11, 23)


def test_another_zone_answers_without_changing_the_organisations() -> None:
    with time_machine.travel(AN_HOUR_BEFORE_MIDNIGHT, tick=False):
        assert clock.today("Asia/Tehran") == date(2026, 11, 23)
        assert clock.today() == date(2026, 11, 22)


@pytest.mark.parametrize("name", ["", "Nowhere/Town", "../etc/passwd", "a\0b"])
def test_an_unknown_zone_is_refused_and_changes_nothing(name: str) -> None:
    clock.set_zone("Europe/Tirane")
    with pytest.raises(clock.UnknownZone):
        clock.set_zone(name)
    with time_machine.travel(AN_HOUR_BEFORE_MIDNIGHT, tick=False):
        assert clock.today() == date(2026, 11, 23)


def test_a_clock_that_runs_behind_tells_an_earlier_day_until_it_is_put_right_again() -> None:
    with time_machine.travel(AN_HOUR_BEFORE_MIDNIGHT, tick=False):
        with clock.behind(30):
            assert clock.today() == date(2026, 10, 23)
            with clock.behind(1):
                assert clock.today() == date(2026, 11, 21)
            assert clock.today() == date(2026, 10, 23)
        assert clock.now() == AN_HOUR_BEFORE_MIDNIGHT


def test_a_clock_never_runs_ahead() -> None:
    with pytest.raises(ValueError, match="never ahead"), clock.behind(-1):
        pass
