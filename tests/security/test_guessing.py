"""Guessing passphrases: slowed by name, by place and by everybody's rate; no owner is shut out where they are known."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from caseapp.accounts import sign_in as signing_in
from caseapp.accounts.devices import network_of, place_of
from caseapp.accounts.models import SignInThrottle
from caseapp.accounts.throttle import (
    FORGOTTEN_AFTER,
    HALF_LIFE,
    KNOWN_FOR,
    OF_ONE,
    Limit,
    count_failure,
    counter_for,
    forget_faded,
    is_known,
    keys_for,
    must_wait,
    remember,
)
from caseapp.db import db, write
from tests.conftest import PASSPHRASE, Person
from tests.frame.conftest import behind
from tests.security.test_the_door import ELSEWHERE, knock

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
WRONG = "quite another passphrase"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as found:
        yield found


def from_place(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


def fail(number: int, counter_about: bytes = b"somebody") -> None:
    for _ in range(number):
        with write(quiet=True):
            count_failure(counter_for("test.about", counter_about))


def test_a_pause_doubles_and_ends_at_five_minutes() -> None:
    pauses = [OF_ONE.pause_after(failures).total_seconds() for failures in (0, 4, 5, 6, 7, 13, 14, 1_000_000)]
    assert pauses == [0, 0, 1, 2, 4, 256, 300, 300]


def test_a_pause_ends_to_the_second(app: Flask, clock: time_machine.Traveller) -> None:
    with app.app_context():
        fail(7)
        counter = counter_for("test.about", b"somebody")
        clock.shift(timedelta(seconds=3, milliseconds=999))
        assert must_wait(counter)
        clock.shift(timedelta(milliseconds=1))
        assert not must_wait(counter)


def test_failures_fade_and_after_a_quiet_night_counting_begins_anew(
    app: Flask, clock: time_machine.Traveller
) -> None:
    with app.app_context():
        fail(8)
        clock.shift(HALF_LIFE + OF_ONE.longest)
        fail(1)
        row = db.session.get_one(SignInThrottle, counter_for("test.about", b"somebody").keys[0])
        assert row.failures == 8 // 2 + 1
        assert must_wait(counter_for("test.about", b"somebody"))
        clock.shift(timedelta(hours=12))
        fail(4)
        assert not must_wait(counter_for("test.about", b"somebody"))


def test_rows_go_when_they_have_faded_and_places_when_nobody_came_for_long(
    app: Flask, clock: time_machine.Traveller
) -> None:
    with app.app_context():
        fail(3)
        with write(quiet=True):
            remember(keys_for("test.known", b"a place"))
        for shift, counted, known in (
            (timedelta(0), 1, True),
            (FORGOTTEN_AFTER + timedelta(seconds=1), 0, True),
            (KNOWN_FOR, 0, False),
        ):
            clock.shift(shift)
            with write(quiet=True):
                forget_faded()
            assert db.session.query(SignInThrottle).filter(SignInThrottle.failures > 0).count() == counted
            assert is_known(keys_for("test.known", b"a place")) is known


def test_two_who_fail_over_and_over_do_not_count_for_each_other(
    app: Flask, clock: time_machine.Traveller
) -> None:
    with app.app_context():
        fail(9, b"one")
        assert must_wait(counter_for("test.about", b"one"))
        assert not must_wait(counter_for("test.about", b"another"))


def test_guesses_from_very_many_places_slow_strangers_and_nobody_who_is_known(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "OF_ALL", Limit(free=3, longest=timedelta(seconds=10)))
    assert knock(app.test_client(), "amina", PASSPHRASE) == 302
    for number in range(12):
        knock(app.test_client(), f"nobody-{number}", WRONG, environ_overrides=from_place(number))
        clock.shift(timedelta(seconds=1))
    assert knock(app.test_client(), "besnik", PASSPHRASE, environ_overrides=from_place(99)) == 422, "slowed"
    assert knock(app.test_client(), "amina", PASSPHRASE) == 302, "known here"
    clock.shift(timedelta(seconds=10))
    assert knock(app.test_client(), "besnik", PASSPHRASE, environ_overrides=from_place(99)) == 302


def test_tries_in_a_pause_for_everybody_make_it_no_longer(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever keeps trying would shut out every colleague who signs in from a new place."""
    monkeypatch.setattr(signing_in, "OF_ALL", Limit(free=1, longest=timedelta(seconds=10)))
    for number in range(6):
        knock(app.test_client(), f"nobody-{number}", WRONG, environ_overrides=from_place(number))
    clock.shift(timedelta(seconds=2))
    assert knock(app.test_client(), "besnik", PASSPHRASE, environ_overrides=from_place(99)) == 302


def test_a_colleague_on_the_same_network_shuts_nobody_out_by_failing(
    app: Flask, clock: time_machine.Traveller
) -> None:
    assert knock(app.test_client(), "amina", PASSPHRASE) == 302
    for number in range(10):
        knock(app.test_client(), f"nobody-{number}", WRONG)
    assert knock(app.test_client(), "besnik", PASSPHRASE) == 422, "a stranger here"
    assert knock(app.test_client(), "amina", PASSPHRASE) == 302


def test_signing_in_with_an_account_of_ones_own_clears_nothing_that_ones_guesses_counted(
    app: Flask, clock: time_machine.Traveller
) -> None:
    for number in range(4):
        knock(app.test_client(), f"nobody-{number}", WRONG, environ_overrides=ELSEWHERE)
    assert knock(app.test_client(), "besnik", PASSPHRASE, environ_overrides=ELSEWHERE) == 302
    for number in range(3):
        knock(app.test_client(), f"nobody-{number}", WRONG, environ_overrides=ELSEWHERE)
    assert knock(app.test_client(), "amina", PASSPHRASE, environ_overrides=ELSEWHERE) == 422


def test_many_guesses_at_one_moment_count_as_many_one_after_the_other(
    app: Flask, clock: time_machine.Traveller
) -> None:
    """All are worked on before the first failure is counted; the right one among the last of them is not heard."""
    reached, tries = threading.Barrier(7), []
    slowly = signing_in._passphrase_is_right

    def together(*given: object, **named: object) -> bool:
        found = slowly(*given, **named)  # type: ignore[arg-type]
        reached.wait(30)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing_in, "_passphrase_is_right", together)

        def one() -> None:
            tries.append(knock(app.test_client(), "amina", WRONG, environ_overrides=ELSEWHERE))

        threads = [threading.Thread(target=one) for _ in range(7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert tries == [422] * 7
    assert knock(app.test_client(), "amina", PASSPHRASE, environ_overrides=ELSEWHERE) == 422


def test_a_pause_written_with_a_database_tool_shuts_nobody_out(
    app: Flask, instance: Path, clock: time_machine.Traveller
) -> None:
    for _ in range(6):
        knock(app.test_client(), "amina", WRONG)
    with behind(instance / "caseapp.db") as raw:
        raw.execute("UPDATE sign_in_throttle SET heard_from = '2099-01-01 00:00:00.000000'")
    assert knock(app.test_client(), "amina", PASSPHRASE) == 302


def test_the_rows_tell_neither_who_nor_where(app: Flask, instance: Path) -> None:
    knock(app.test_client(), "amina", WRONG, environ_overrides=ELSEWHERE)
    with behind(instance / "caseapp.db") as raw:
        kept = repr(raw.execute("SELECT * FROM sign_in_throttle").fetchall())
    assert "amina" not in kept
    assert "203.0.113.9" not in kept
    assert repr(place_of("203.0.113.9"))[2:-1] not in kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2:3::1", "2001:db8:1:2::99", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("unknown", "192.0.2.1", False),
    ],
)
def test_a_household_is_one_place(one: str, other: str, same: bool) -> None:
    assert (place_of(one) == place_of(other)) is same
    assert (network_of(one) == network_of(other)) is same


def test_whoever_sits_down_at_an_open_session_guesses_the_present_passphrase_in_vain(
    app: Flask, clock: time_machine.Traveller
) -> None:
    fresh = "seven lanterns over the quiet harbour"
    amina = Person("amina", app, app.test_client()).sign_in()
    for _ in range(6):
        amina.post("/me/passphrase", {"present": WRONG, "passphrase": fresh, "repeated": fresh}, 422)
    right = {"present": PASSPHRASE, "passphrase": fresh, "repeated": fresh}
    assert "pause of up to five minutes" in amina.post("/me/passphrase", right, 422).text
    clock.shift(timedelta(minutes=6))
    amina.post("/me/passphrase", right)
