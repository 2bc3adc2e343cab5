"""Passkeys (WebAuthn): a device signs a challenge for our address, so that no other site can ask for it.

Nothing is asked of who made the device. Passkeys are asked for after the passphrase alone, so that the device need not
keep a list of accounts that somebody who takes it could read.

``webauthn`` is imported by what needs it: a process in which nobody uses a passkey starts without its parsers of
certificates, which take as long as a tenth of the application.
"""

import ipaddress
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

CHALLENGE_BYTES = 32
RP_NAME = "caseapp"
LONGEST_ANSWER = 20_000
"""Characters; a browser's answer has one or two thousand."""
_UNSOUND = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What an answer raises that is no answer of a browser to our question, beside what ``webauthn`` has for it."""


@dataclass(frozen=True)
class Answer:
    """A passkey that signed: what is kept of a new one, or the counter of a known one."""

    secret: dict[str, Any]
    count: int


def are_possible() -> bool:
    """Tell whether browsers make passkeys for our address: it needs a name, a number will not do."""
    try:
        ipaddress.ip_address(_rp_id())
    except ValueError:
        return bool(_rp_id())
    return False


def new_challenge() -> bytes:
    """Return the random bytes that a passkey is asked to sign."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def question_for_new(user: Any, challenge: bytes, known: list[dict[str, Any]]) -> str:
    """Return as JSON what a browser needs to make a passkey for ``user``, who has the ``known`` ones."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    return options_to_json(
        generate_registration_options(
            rp_id=_rp_id(),
            rp_name=RP_NAME,
            user_id=user.id.bytes,
            user_name=user.sign_in_name,
            user_display_name=user.sign_in_name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=_descriptors(known),
        )
    )


def question(challenge: bytes, known: list[dict[str, Any]]) -> str:
    """Return as JSON what a browser needs to have one of the ``known`` passkeys sign."""
    from webauthn import generate_authentication_options, options_to_json

    return options_to_json(
        generate_authentication_options(
            rp_id=_rp_id(), challenge=challenge, allow_credentials=_descriptors(known)
        )
    )


def new_passkey(answer: str, challenge: bytes) -> Answer | None:
    """Return the passkey that a browser made; None where the answer is none to our question at our address."""
    if len(answer) > LONGEST_ANSWER:
        return None
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url, parse_registration_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_registration_credential_json(answer)
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(),
            expected_origin=_origin(),
        )
    except (WebAuthnException, *_UNSOUND):
        return None
    secret = {
        "id": bytes_to_base64url(made.credential_id),
        "key": bytes_to_base64url(made.credential_public_key),
        "by": [str(way.value) for way in credential.response.transports or ()],
    }
    return Answer(secret, made.sign_count)


def id_in(answer: str) -> str | None:
    """Return the id of the passkey that an answer says it is of; None where it says none."""
    try:
        sent = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        return None
    found = sent.get("id") if isinstance(sent, dict) else None
    return found if isinstance(found, str) else None


def count_in(answer: str, challenge: bytes, secret: dict[str, Any], count: int, user_id: bytes) -> int | None:
    """Return the passkey's counter where it signed ``challenge`` for ``user_id`` at our address; None otherwise.

    A counter that goes back, or stays where others count, is that of a copy, and refused.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_authentication_credential_json(answer)
        if credential.response.user_handle not in (None, b"", user_id):
            return None
        signed = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(secret["key"]),
            credential_current_sign_count=count,
        )
    except (WebAuthnException, *_UNSOUND):
        return None
    return signed.new_sign_count


def _descriptors(known: list[dict[str, Any]]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    ways = {way.value: way for way in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(each["id"]), transports=[ways[way] for way in each["by"] if way in ways]
        )
        for each in known
    ]


def _origin() -> str:
    parts = urlsplit(_served_at())
    is_usual = parts.port is None or (parts.scheme, parts.port) in {("http", 80), ("https", 443)}
    host = parts.hostname or ""
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"


def _rp_id() -> str:
    return urlsplit(_served_at()).hostname or ""


def _served_at() -> str:
    served_at: str = current_app.config["SETTINGS"].served_at
    return served_at
