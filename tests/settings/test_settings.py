"""The organisation's settings and its own words."""

from tests.conftest import Person

SENT = {
    "name": "Open Door",
    "language": "en",
    "name_en": "Open Door",
    "name_fa": "درِ باز",
    "name_ar": "",
    "name_sq": "Dera e hapur",
    "address": "Rruga e Provës 1\nTirana",
    "contact_line": "+355 69 000 0000",
}


def test_administrator_changes_what_heads_the_letters(drita: Person) -> None:
    drita.post("/settings/", {**SENT, "row_version": "1"})
    page = drita.get("/settings/")
    assert "درِ باز" in page.text
    assert "Rruga e Provës 1" in page.text


def test_nobody_else_does(amina: Person, clara: Person, edon: Person) -> None:
    for person in (amina, clara, edon):
        person.get("/settings/", 403)


def test_a_second_administrator_sees_both_versions(drita: Person) -> None:
    drita.post("/settings/", {**SENT, "row_version": "1"})
    page = drita.post("/settings/", {**SENT, "row_version": "1", "contact_line": "other"}, status=409)
    assert "+355 69 000 0000" in page.text
