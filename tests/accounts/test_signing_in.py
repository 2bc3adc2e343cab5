"""Signing in, signing out, and being somebody."""

from flask.testing import FlaskClient

from tests.conftest import Person, check_page


def test_stranger_is_sent_to_the_sign_in_page(stranger: FlaskClient) -> None:
    response = stranger.get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in")
    check_page(stranger.get("/sign-in"))


def test_amina_sees_her_home_page(amina: Person) -> None:
    assert "Amina Test" in amina.get("/").text


def test_signing_out_ends_the_session_on_the_server(amina: Person) -> None:
    cookie = amina.client.get_cookie("caseapp")
    assert cookie is not None
    amina.post("/sign-out")
    amina.client.set_cookie("caseapp", cookie.value)
    assert amina.client.get("/me").status_code == 302


def test_administrator_invites_a_colleague_who_opens_the_account(
    drita: Person, stranger: FlaskClient
) -> None:
    page = drita.post(
        "/staff/invite",
        {"name": "Farid نمونه", "sign_in_name": "farid", "roles": "support", "team": "", "language": "fa"},
        status=200,
    )
    assert "/activate/" in page.text


def test_audit_log_shows_what_happened_to_the_auditor(amina: Person, edon: Person) -> None:
    amina.get("/me")
    assert "Signed in" in edon.get("/audit/").text
    amina.get("/audit/", status=403)


def test_reading_in_persian_from_now_on(amina: Person) -> None:
    amina.post("/language", {"locale": "fa", "return_to": "/me"})
    assert amina.page("/me").html_attributes == {"lang": "fa", "dir": "rtl", "data-bs-theme": "auto"}
