"""Doubles among invented people: found in another script and spelling, and standing before strangers."""

import uuid
from random import Random

from caseapp.duplicates.blocking import Crowd, Sketch
from caseapp.duplicates.likely import Comparer
from caseapp.names import meeting_keys
from caseapp.people.comparing import Known
from tests.duplicates.inventing import invented, measure


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
    assert (first.compared, first.is_complete) == (0, False)
    whole = comparer.propose(people, 60)
    assert whole.is_complete
    assert whole.to_compare == first.to_compare
    assert comparer.propose(people, 0).found == whole.found


def test_the_number_of_comparisons_grows_with_the_people_and_not_with_their_square() -> None:
    names = [f"Omid {family}" for family in ("Farzi", "Khiali")]
    keys = {name: frozenset().union(*meeting_keys(name)) for name in names}
    sketches = {
        uuid.UUID(int=number): Sketch(Known((names[number % 2],)), keys[names[number % 2]])
        for number in range(1_000)
    }
    assert len(Crowd(sketches).couples()) < 10 * len(sketches)
