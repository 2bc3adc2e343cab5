from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from caseapp.vault import (
    PASSWORD_COST,
    Keyring,
    NotACiphertext,
    PasswordCost,
    Purpose,
    Tampered,
    TooBusy,
    UnknownKey,
    burn,
    hash_password,
    needs_new_hash,
    passwords,
    verify_password,
)
from caseapp.vault.derivation import derive
from caseapp.vault.gate import Gate, slots_for

from .abuse import CHEAP, flipped

PASSWORD = "a long sample password, گذرواژه"


@pytest.fixture
def stored(keyring: Keyring, user_id: UUID) -> bytes:
    return hash_password(keyring, PASSWORD, user_id, cost=CHEAP)


def test_the_right_password_is_accepted_and_others_are_not(
    keyring: Keyring, user_id: UUID, stored: bytes
) -> None:
    assert len(stored) == 58
    assert verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP)
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "\ud800", "x" * 256):
        assert not verify_password(keyring, user_id, wrong, stored, cost=CHEAP)


def test_any_characters_make_a_password(keyring: Keyring, user_id: UUID) -> None:
    for password in ("\0", " ", "🗝" * 64, "\ud800", "é", "x" * 4096):
        stored = hash_password(keyring, password, user_id, cost=CHEAP)
        assert verify_password(keyring, user_id, password, stored, cost=CHEAP)


def test_equal_passwords_have_different_hashes(keyring: Keyring, user_id: UUID, stored: bytes) -> None:
    again = hash_password(keyring, PASSWORD, user_id, cost=CHEAP)
    assert again[10:26] != stored[10:26]
    assert again[26:] != stored[26:]


def test_a_hash_copied_to_another_account_lets_nobody_in(keyring: Keyring, stored: bytes) -> None:
    assert not verify_password(keyring, uuid4(), PASSWORD, stored, cost=CHEAP)


def test_a_hash_does_not_verify_without_the_pepper_of_its_keyring(user_id: UUID, stored: bytes) -> None:
    assert not verify_password(Keyring.generate(), user_id, PASSWORD, stored, cost=CHEAP)


def test_no_changed_byte_of_a_hash_lets_the_password_pass(
    keyring: Keyring, user_id: UUID, stored: bytes
) -> None:
    for position in range(len(stored)):
        try:
            passed = verify_password(keyring, user_id, PASSWORD, flipped(stored, position), cost=CHEAP)
        except (NotACiphertext, Tampered, UnknownKey):
            passed = False
        assert not passed, position


@pytest.mark.parametrize("changed", [b"", b"x" * 58, bytes(58)])
def test_anything_else_is_no_hash(keyring: Keyring, user_id: UUID, changed: bytes) -> None:
    with pytest.raises(NotACiphertext):
        verify_password(keyring, user_id, PASSWORD, changed, cost=CHEAP)
    with pytest.raises(NotACiphertext):
        needs_new_hash(keyring, changed)


def with_parameters(stored: bytes, memory_kib: int, passes: int, lanes: int = 1) -> bytes:
    return stored[:2] + memory_kib.to_bytes(4, "big") + bytes((passes, lanes)) + stored[8:]


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(63, 1, 1), (64, 0, 1), (2**21, 1, 1), (64, 65, 1), (64, 1, 2), (64, 1, 0), (0, 0, 0)],
)
def test_parameters_outside_the_allowed_range_are_refused(
    keyring: Keyring, user_id: UUID, stored: bytes, memory_kib: int, passes: int, lanes: int
) -> None:
    with pytest.raises(Tampered):
        verify_password(
            keyring, user_id, PASSWORD, with_parameters(stored, memory_kib, passes, lanes), cost=CHEAP
        )


@pytest.mark.parametrize(
    ("memory_kib", "passes", "allowed"),
    [
        (46 * 1024, 1, True),
        (46 * 1024 - 1, 1, False),
        (19 * 1024, 2, True),
        (19 * 1024 - 1, 2, False),
        (12 * 1024, 3, True),
        (12 * 1024 - 1, 3, False),
        (64, 1, False),
    ],
)
def test_the_published_floor_holds_unless_a_lower_cost_is_asked_for(
    keyring: Keyring, user_id: UUID, stored: bytes, memory_kib: int, passes: int, allowed: bool
) -> None:
    changed = with_parameters(stored, memory_kib, passes)
    if allowed:
        assert not verify_password(keyring, user_id, PASSWORD, changed)
    else:
        with pytest.raises(Tampered):
            verify_password(keyring, user_id, PASSWORD, changed)


def test_the_cost_without_asking_is_64_mib_three_passes_one_lane(keyring: Keyring, user_id: UUID) -> None:
    stored = hash_password(keyring, PASSWORD, user_id)
    assert stored[2:8] == (64 * 1024).to_bytes(4, "big") + bytes((3, 1))
    assert PasswordCost(memory_kib=65_536, passes=3) == PASSWORD_COST
    assert verify_password(keyring, user_id, PASSWORD, stored)
    assert not needs_new_hash(keyring, stored)


def test_a_hash_is_renewed_after_the_cost_was_raised_or_the_pepper_rotated(
    keyring: Keyring, user_id: UUID, stored: bytes
) -> None:
    assert not needs_new_hash(keyring, stored, cost=CHEAP)
    assert needs_new_hash(keyring, stored, cost=PasswordCost(memory_kib=64, passes=2))
    assert needs_new_hash(keyring, stored)
    rotated = keyring.with_pending_key(Purpose.PEPPER).with_promoted_key(Purpose.PEPPER, 2)
    assert verify_password(rotated, user_id, PASSWORD, stored, cost=CHEAP)
    assert needs_new_hash(rotated, stored, cost=CHEAP)
    renewed = hash_password(rotated, PASSWORD, user_id, cost=CHEAP)
    assert not needs_new_hash(rotated, renewed, cost=CHEAP)
    with pytest.raises(UnknownKey):
        verify_password(keyring, user_id, PASSWORD, renewed, cost=CHEAP)


def test_an_unknown_user_costs_one_derivation_of_the_same_parameters(
    keyring: Keyring, user_id: UUID, stored: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[PasswordCost, int, bool]] = []
    real = derive

    def noted(secret: bytes, salt: bytes, cost: PasswordCost, *, pepper: bytes, associated: bytes) -> bytes:
        asked.append((cost, len(salt) + len(pepper) + len(associated), bool(secret)))
        return real(secret, salt, cost, pepper=pepper, associated=associated)

    monkeypatch.setattr(passwords, "derive", noted)
    verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP)
    burn(keyring, PASSWORD, cost=CHEAP)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_many_sign_ins_at_once_all_come_to_an_end(keyring: Keyring, user_id: UUID, stored: bytes) -> None:
    def sign_in(_: int) -> str:
        try:
            return str(verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP))
        except TooBusy:
            return "busy"

    with ThreadPoolExecutor(32) as threads:
        outcomes = list(threads.map(sign_in, range(96)))
    assert set(outcomes) <= {"True", "busy"}
    assert "True" in outcomes
    assert verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP)


def test_the_gate_admits_its_slots_queues_the_next_and_refuses_the_rest() -> None:
    gate = Gate(slots=2, waiting=3)
    leave, inside = threading.Event(), threading.Semaphore(0)
    outcomes: list[str] = []
    most: list[int] = []
    present = threading.Lock()
    count = 0

    def pass_through() -> None:
        nonlocal count
        with gate.passage():
            with present:
                count += 1
                most.append(count)
            inside.release()
            leave.wait(60)
            with present:
                count -= 1
                outcomes.append("through")

    threads = [threading.Thread(target=pass_through) for _ in range(5)]
    for thread in threads[:2]:
        thread.start()
    assert inside.acquire(timeout=60)
    assert inside.acquire(timeout=60)
    for thread in threads[2:]:
        thread.start()
    for _ in range(10_000):
        if gate._inside == 5:
            break
        threads[-1].join(0.001)
    with pytest.raises(TooBusy), gate.passage():
        outcomes.append("never")
    leave.set()
    for thread in threads:
        thread.join(10)
    assert outcomes == ["through"] * 5
    assert max(most) == 2
    with gate.passage():
        outcomes.append("open again")
    assert outcomes[-1] == "open again"


def test_a_failure_inside_the_gate_gives_its_slot_back() -> None:
    gate = Gate(slots=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.passage():
            raise ZeroDivisionError
    with gate.passage(), pytest.raises(TooBusy), gate.passage():
        raise AssertionError


def test_a_full_gate_refuses_a_sign_in_before_any_work(
    keyring: Keyring, user_id: UUID, stored: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(slots=1, waiting=0)
    monkeypatch.setattr(passwords, "SIGN_IN_GATE", gate)
    with gate.passage():
        for act in (
            lambda: verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP),
            lambda: burn(keyring, PASSWORD, cost=CHEAP),
            lambda: hash_password(keyring, PASSWORD, user_id, cost=CHEAP),
        ):
            with pytest.raises(TooBusy):
                act()
    assert verify_password(keyring, user_id, PASSWORD, stored, cost=CHEAP)


def test_at_least_one_derivation_may_always_run() -> None:
    assert slots_for(PasswordCost(memory_kib=2**40, passes=1)) == 1
    assert slots_for(PASSWORD_COST) >= 1


@pytest.mark.parametrize(
    ("slots", "waiting", "threads", "inside"),
    [(2, 20, 8, 4), (2, 20, 64, 22), (8, 20, 8, 4), (2, 20, 1, 1), (2, 1, 8, 3)],
)
def test_half_of_the_threads_stay_free_for_other_pages(
    slots: int, waiting: int, threads: int, inside: int
) -> None:
    from contextlib import ExitStack

    gate = Gate(slots, waiting)
    gate.leave_free(threads)
    with ExitStack() as held:
        for _ in range(inside):
            gate._arrive()
            held.callback(gate._leave)
        with pytest.raises(TooBusy), gate.passage():
            pass
