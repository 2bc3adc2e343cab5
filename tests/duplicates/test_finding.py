"""Doubles among invented people: found in another script and spelling, and standing before strangers."""

import uuid
from collections.abc import Generator
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeVar

from caseapp.duplicates.blocking import Crowd, Sketch
from caseapp.duplicates.likely import Comparer
from caseapp.names import meeting_keys
from caseapp.people.comparing import Known
from tests.duplicates.inventing import born_in, invented, measure

T = TypeVar("T")


def test_doubles_in_another_script_or_spelling_with_the_same_year_are_found_and_stand_before_strangers() -> (
    None
):
    measured = measure(people=300, doubles=30, seed=20)
    assert measured.found == measured.doubles, measured
    assert measured.strangers_before <= 3, measured


def test_what_is_not_compared_in_time_is_compared_by_the_next_call() -> None:
    dice = Random(7)
    people = {uuid.UUID(int=number): Known(invented(dice)[:2]) for number in range(60)}
    comparer = Comparer()
    first = comparer.propose(people, 0)
    assert (first.is_ready, first.compared, first.is_complete) == (False, 0, False)
    calls = 0
    while not (weighed := comparer.propose(people, 0)).is_ready:
        calls += 1
    assert calls > 100, "each call did all of it"
    assert (weighed.compared, weighed.is_complete) == (0, False)
    whole = comparer.propose(people, 60)
    assert whole.is_complete
    assert whole.to_compare == weighed.to_compare
    assert comparer.propose(people, 0).found == whole.found


def test_who_was_changed_while_all_were_compared_is_left_out_and_compared_after_the_others() -> None:
    one, other, third = (uuid.UUID(int=number) for number in range(1, 4))
    twice = Known(("Ardeshir Sakhtegi",), born_in(1370, Random(1)))
    people = {one: twice, other: twice, third: Known(("Laleh Azmayeshi",))}
    comparer = Comparer()
    assert not comparer.propose(people, 0).is_ready
    changed = people | {other: replace(twice, nationality="CH"), uuid.UUID(int=4): twice}
    first = comparer.propose(changed, 60)
    assert (first.found, first.is_complete) == ([], False), "somebody was shown as they were"
    whole = comparer.propose(changed, 60)
    assert whole.is_complete
    assert {each.couple for each in whole.found} == set(combinations((one, other, uuid.UUID(int=4)), 2))


def test_nobody_is_told_anything_by_what_is_compared_for_another_reader_or_was_before_somebody_was_hidden() -> (
    None
):
    twice = Known(("Ardeshir Sakhtegi",), born_in(1370, Random(1)))
    everybody = {uuid.UUID(int=number): twice for number in range(1, 21)}
    seen = dict(list(everybody.items())[:2])
    alone = Comparer().propose(seen, 60)
    comparer = Comparer()
    for reader in ("somebody else", "the same"):
        assert not comparer.propose(everybody, 0, reader=reader, among=everybody).is_ready
    assert comparer.propose(seen, 60, reader="the same", among=seen) == alone
    assert comparer.propose(seen, 60, reader="another", among=seen) == alone
    assert len(comparer.propose(everybody, 60, reader="somebody else", among=everybody).found) > 1


def test_the_number_of_comparisons_grows_with_the_people_and_not_with_their_square() -> None:
    names = [f"Omid {family}" for family in ("Farzi", "Khiali")]
    keys = {name: frozenset().union(*meeting_keys(name)) for name in names}
    sketches = {
        uuid.UUID(int=number): Sketch(Known((names[number % 2],)), keys[names[number % 2]])
        for number in range(1_000)
    }
    assert len(_all_of(Crowd(sketches).couples())) < 10 * len(sketches)


def _all_of(steps: Generator[None, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
