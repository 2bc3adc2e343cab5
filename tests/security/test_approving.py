"""An approver accepts what they saw, and nothing that was put under them meanwhile."""

from tests.conftest import Person
from tests.letters.preparing import (
    approve,
    fields_of,
    in_review,
    look_at,
    name_somebody,
    status_of,
    version_of,
)


def test_a_reason_changed_while_the_approver_looks_at_it_is_not_accepted(
    amina: Person, clara: Person
) -> None:
    letter = in_review(amina)
    row = name_somebody(amina, letter, "Behrang Sample", "inside")
    look_at(amina, letter, row, "reason", reason="He asked us to.")
    seen = version_of(clara, f"{letter}/approve")
    look_at(amina, letter, row, "reason", reason="We want to.")
    refused = approve(clara, letter, 422, row_version=seen)
    assert "Somebody else has changed this letter in the meantime" in refused.text
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_somebody_named_or_struck_while_the_approver_looks_is_seen_first(
    amina: Person, clara: Person
) -> None:
    letter = in_review(amina)
    seen = version_of(clara, f"{letter}/approve")
    row = name_somebody(amina, letter, "Behrang Sample")
    approve(clara, letter, 422, row_version=seen)
    seen = version_of(clara, f"{letter}/step/return")
    amina.post(f"{letter}/named", {**fields_of(amina, f"{letter}/named"), "strike": row})
    approve(clara, letter, 422, row_version=seen)
    approve(clara, letter)


def test_looking_at_the_list_without_changing_it_disturbs_nobody(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    row = name_somebody(amina, letter, "Behrang Sample")
    look_at(amina, letter, row, "public_office")
    seen = version_of(clara, f"{letter}/approve")
    look_at(amina, letter, row, "public_office")
    approve(clara, letter, row_version=seen)
