"""Names whose last part is still being typed: found by its beginning, in whatever script."""

import pytest

from caseapp.names import How, NameIndex, explain

NAMES = {
    "dafina": "Dafina Kelmendaj",
    "shokufa": "Shokufa Thaqori",
    "kaveh": "کاوه غربتیان",
    "nadir": "Nadir Belqazi",
    "nadira": "Nadira Hotaj",
}


@pytest.fixture(scope="module")
def index() -> NameIndex[str]:
    names: NameIndex[str] = NameIndex()
    for key, name in NAMES.items():
        names.add(key, name)
    return names


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("daf", "dafina"),
        ("dafina kel", "dafina"),
        ("shok", "shokufa"),
        ("شکو", "shokufa"),
        ("kaveh ghor", "kaveh"),
    ],
)
def test_a_beginning_finds_the_name(index: NameIndex[str], typed: str, key: str) -> None:
    found = index.search(typed, 3, unfinished=True)
    assert found[0][0] == key
    assert found[0][1] >= 0.5


def test_a_whole_part_comes_before_one_that_goes_on(index: NameIndex[str]) -> None:
    assert [key for key, _score in index.search("nadir", 2, unfinished=True)] == ["nadir", "nadira"]


def test_only_the_last_part_may_go_on_and_only_where_it_was_said(index: NameIndex[str]) -> None:
    whole = dict(index.search("dafina kelmendaj", 5))
    assert dict(index.search("daf", 5)).get("dafina", 0.0) < 0.5
    assert dict(index.search("daf kelmendaj", 5, unfinished=True))["dafina"] < whole["dafina"] - 0.2


def test_names_that_are_gone_are_found_by_no_beginning() -> None:
    names: NameIndex[str] = NameIndex()
    names.add("one", "Zamira Hotaj")
    names.remove("one")
    assert names.search("zam", 3, unfinished=True) == []
    names.add("one", "Zamira Hotaj")
    assert names.search("zam", 3, unfinished=True)[0][0] == "one"


def test_an_unfinished_part_is_told_as_a_beginning() -> None:
    assert [met.how for met in explain("dafina kelm", "Dafina Kelmendaj", unfinished=True)] == [
        How.SAME,
        How.BEGINNING,
    ]
