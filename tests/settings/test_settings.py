"""The organisation's settings and its own words."""

from tests.cases.test_starting_a_case import start_case
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


def test_a_word_of_their_own_is_offered_in_forms_in_the_reader_s_language(
    amina: Person, drita: Person
) -> None:
    case_id = start_case(amina).rpartition("/")[2]
    drita.post("/settings/lists/document_kind", {"label_en": "Camp pass", "label_fa": "برگهٔ کمپ"})
    assert "Camp pass" in amina.get(f"/documents/add/case/{case_id}").text
    amina.post("/language", {"locale": "fa", "return_to": "/me"})
    assert "برگهٔ کمپ" in amina.get(f"/documents/add/case/{case_id}").text


def test_words_of_their_own_stand_in_the_alphabet_of_the_reader(amina: Person, drita: Person) -> None:
    case_id = start_case(amina).rpartition("/")[2]
    for albanian, arabic in (
        ("Dhuratë", "بطاقة"),
        ("Çertifikatë", "وصل"),
        ("Dritare", "إذن"),
        ("Cipë", "تذكرة"),
    ):
        drita.post("/settings/lists/document_kind", {"label_sq": albanian, "label_ar": arabic})
    for language, in_order in (
        ("sq", ("Cipë", "Çertifikatë", "Dritare", "Dhuratë")),
        ("ar", ("إذن", "بطاقة", "تذكرة", "وصل")),
    ):
        amina.post("/language", {"locale": language, "return_to": "/me"})
        text = amina.get(f"/documents/add/case/{case_id}").text
        places = [text.index(f">{word}<") for word in in_order]
        assert places == sorted(places), language


def test_a_hidden_word_is_no_longer_offered(amina: Person, drita: Person) -> None:
    case_id = start_case(amina).rpartition("/")[2]
    drita.post("/settings/lists/document_kind/photograph")
    assert "Photograph" not in amina.get(f"/documents/add/case/{case_id}").text
    drita.post("/settings/lists/document_kind/nonsense", status=404)


def test_a_word_without_any_language_is_refused(drita: Person) -> None:
    page = drita.post("/settings/lists/document_kind", {"label_en": " "}, status=422)
    assert "at least one language" in page.text
