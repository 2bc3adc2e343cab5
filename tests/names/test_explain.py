import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.names import How, NameIndex, explain
from tests.fuzzing import often

TOLD = [
    ("Shirin Lumezaj", "SHIRIN Lumezaj", "Shirin=SHIRIN same, Lumezaj=Lumezaj same"),
    ("شیرین درنوار", "Shirin Drenovar", "شیرین=Shirin script, درنوار=Drenovar script"),
    ("Shirin Lumezaj", "Shireen Lumezai", "Shirin=Shireen sound, Lumezaj=Lumezai sound"),
    ("Shirin Tamrouni", "Shirin Tamrovni", "Shirin=Shirin same, Tamrouni=Tamrovni sound"),
    ("Shirin Tamrouni", "Shirin Tamrolni", "Shirin=Shirin same, Tamrouni=Tamrolni slip"),
    ("Nezam Doost", "نظامدوست", "Nezam Doost=نظامدوست joined"),
    ("Nezamdoost", "نظام دوست", "Nezamdoost=نظام دوست apart"),
    ("Wadud Belqazi", "Abd al-Wadud Belqazi", "Wadud=Abd al Wadud shortened, Belqazi=Belqazi same"),
    ("D. Kelmendaj", "Dafina Kelmendaj", "D=Dafina initial, Kelmendaj=Kelmendaj same"),
    ("Haj Ramiz Hotaj", "Ramiz Hotaj", "Haj= title, Ramiz=Ramiz same, Hotaj=Hotaj same"),
    ("Ramiz Hotaj", "سید رامیز هوتای", "Ramiz=رامیز script, Hotaj=هوتای sound, =سید title"),
    ("Ramiz Hotaj", "Ramiz Arben Hotaj", "Ramiz=Ramiz same, Hotaj=Hotaj same, =Arben missing"),
    ("Ramiz Arben", "Ramiz Hotaj", "Ramiz=Ramiz same, Arben= missing, =Hotaj missing"),
    ("Shkelzen Çela", "Shkëlzen Çela", "Shkelzen=Shkëlzen same, Çela=Çela same"),
]


def told(query: str, name: str) -> str:
    return ", ".join(
        f"{' '.join(met.asked)}={' '.join(met.name)} {met.how.value}" for met in explain(query, name)
    )


@pytest.mark.parametrize(("query", "name", "expected"), TOLD)
def test_an_answer_tells_what_met_what_and_how(query: str, name: str, expected: str) -> None:
    assert told(query, name) == expected


def test_another_order_is_told() -> None:
    first, second = explain("Kelmendaj Dafina", "Dafina Kelmendaj")
    assert (first.in_order, second.in_order) == (True, False)


def test_the_index_explains_the_best_of_several_names_in_folded_parts() -> None:
    index: NameIndex[str] = NameIndex()
    index.add("one", "Ornela Vokshtari")
    index.add("one", "Dafina Kelmendaj")
    index.add("two", "Dafina Sahrani")
    first, second = index.explain("DAFINA Kelmendi", "one")
    assert (first.asked, first.name, first.how) == (("dafina",), ("dafina",), How.SAME)
    assert (second.asked, second.name, second.how) == (("kelmendi",), ("kelmendaj",), How.SOUND)


@pytest.mark.parametrize(("query", "key"), [("", "one"), ("Dafina", "nobody"), ("!?", "one")])
def test_nothing_is_explained_where_nothing_was_asked_or_nobody_is_there(query: str, key: str) -> None:
    index: NameIndex[str] = NameIndex()
    index.add("one", "Dafina Kelmendaj")
    assert index.explain(query, key) == []


texts = st.text(max_size=20) | st.text("abdelrhsz çëآابدعلمنیکةالله -'.", max_size=25)


@given(query=texts, name=texts)
@settings(max_examples=often(150))
def test_every_part_is_told_once_whatever_was_written(query: str, name: str) -> None:
    index: NameIndex[int] = NameIndex()
    index.add(0, name)
    found = index.search(query, 1)
    met = explain(query, name)
    assert bool(met) == bool(found)
    assert all(one.asked or one.name for one in met)
    assert all(0 <= one.likeness <= 1 for one in met)
