"""Random walks over cases, letters, statements and searches: after every act what must hold holds."""

import pytest

from caseapp.audit import verify
from tests.conftest import Person
from tests.deep.figures import figure
from tests.deep.walking import Walk, a_seed

SHORT, LONG, WALKS = 60, 600, 10
"""Steps of the short walk, of a long one, and how many long ones there are."""


def walk(people: dict[str, Person], seed: int, steps: int) -> Walk:
    """Walk, and look at the log at the end."""
    walk = Walk(people, seed)
    walk.go(steps)
    with people["amina"].app.app_context():
        assert list(verify()) == [], f"seed {seed}"
    return walk


def test_a_short_walk_breaks_nothing(people: dict[str, Person]) -> None:
    assert walk(people, seed=3, steps=SHORT).acts


@pytest.mark.deep
@pytest.mark.parametrize("number", range(WALKS))
def test_a_long_walk_breaks_nothing(people: dict[str, Person], number: int) -> None:
    done = walk(people, a_seed(), LONG)
    reached = ", ".join(sorted(f"{kind} {state}" for kind, state in done.memory.states))
    figure(
        f"Random walk {number + 1} (seed {done.seed})", f"{LONG} steps, {done.acts} accepted; seen: {reached}"
    )
