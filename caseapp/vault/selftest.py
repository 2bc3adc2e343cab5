"""Known answers of the primitives and of the formats, computed once at every start.

A library that was built without a primitive, or computes it wrongly, must stop the start: everything written
with it would be lost. There is no falling back to another primitive.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.vault.derivation import PASSWORD_COST, SALT_LENGTH, PasswordCost, derive
from caseapp.vault.errors import VaultError
from caseapp.vault.format_answers import FORMATS

SLOWEST = 5.0
"""Seconds of work that one sign-in may cost this machine."""


def self_test() -> None:
    """Raise `VaultError` naming the first primitive or format that is missing or gives a wrong answer."""
    for name, answers_rightly in _CHECKS.items():
        try:
            right = answers_rightly()
        except (
            UnsupportedAlgorithm,
            InvalidTag,
            VaultError,
            LookupError,
            ValueError,
            MemoryError,
            RuntimeError,
        ) as error:
            raise VaultError(f"{name} does not work with this cryptographic library.") from error
        if not right:
            raise VaultError(f"{name} gives a wrong answer with this cryptographic library.")


def refuse_slow_derivation(cost: PasswordCost = PASSWORD_COST, most: float = SLOWEST) -> None:
    """Raise `VaultError` on a machine on which nobody could sign in: too slow, or short of memory."""
    began = time.thread_time()
    try:
        derive(b"one sign-in", bytes(SALT_LENGTH), cost)
    except MemoryError:
        raise VaultError(f"This machine has no {cost.memory_kib // 1024} MB for one passphrase.") from None
    taken = time.thread_time() - began
    if taken > most:
        raise VaultError(f"This machine takes {taken:.0f} seconds for one passphrase: nobody could sign in.")


def _aes_gcm() -> bool:
    # McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    cipher = AESGCM(bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2))
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plaintext = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = cipher.encrypt(nonce, plaintext, associated)
    expected = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    return (
        sealed == expected
        and cipher.decrypt(nonce, sealed, associated) == plaintext
        and _refuses_a_changed_tag(cipher, nonce, sealed, associated)
    )


def _refuses_a_changed_tag(cipher: AESGCM, nonce: bytes, sealed: bytes, associated: bytes) -> bool:
    try:
        cipher.decrypt(nonce, sealed[:-1] + bytes((sealed[-1] ^ 1,)), associated)
    except InvalidTag:
        return True
    return False


def _hkdf() -> bool:
    # RFC 5869, appendix A.1.
    derived = HKDF(SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA))).derive(b"\x0b" * 22)
    return derived.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def _hmac() -> bool:
    # RFC 4231, test case 2.
    code = hmac.digest(b"Jefe", b"what do ya want for nothing?", "sha256")
    return code.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def _argon2id() -> bool:
    # The reference implementation's own test (version 19, 256 KiB, two passes, one lane).
    derived = derive(b"password", b"somesalt", PasswordCost(memory_kib=256, passes=2))
    return derived.hex() == "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"


_CHECKS: dict[str, Callable[[], bool]] = {
    "AES-256-GCM": _aes_gcm,
    "HKDF-SHA256": _hkdf,
    "HMAC-SHA256": _hmac,
    "Argon2id with one lane": _argon2id,
    **FORMATS,
}
