"""A security key made of software, as the standard has it: what a browser would send for it."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def question_on(page: str) -> dict[str, Any]:
    """What the page asks a passkey."""
    found = re.search(r'data-passkey="([^"]+)"', page)
    assert found, "the page asks for a passkey"
    asked: dict[str, Any] = json.loads(unescape(found.group(1)))
    return asked


@dataclass
class SoftPasskey:
    """One key for one account. ``counter`` goes up with each use, as that of a security key."""

    origin: str = ORIGIN
    rp_id: str = "localhost"
    counter: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """What the browser answers that was asked to make a passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        described = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self._authenticator_data(WITH_KEY) + described
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", asked),
            attestationObject=attestation,
            transports=["usb"],
        )

    def sign(self, asked: dict[str, Any], **more: bytes) -> str:
        """What the browser answers that was asked to have the passkey sign."""
        self.counter += 1
        client_data = self._client_data("webauthn.get", asked)
        data = self._authenticator_data(0)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client_data, authenticatorData=data, signature=signature, **more)

    def _authenticator_data(self, flags: int) -> bytes:
        known = bytes([PRESENT | VERIFIED | flags]) + self.counter.to_bytes(4, "big")
        return hashlib.sha256(self.rp_id.encode()).digest() + known

    def _client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _answer(self, **response: Any) -> str:
        sent = {name: _text(value) if isinstance(value, bytes) else value for name, value in response.items()}
        name = _text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": sent})


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
