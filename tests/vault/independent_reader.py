"""A second reader and writer of every format, written from the layouts alone.

It shares no code with `caseapp.vault`: AES-GCM comes from the low-level cipher interface, HKDF is written out
from RFC 5869. If the software and this file ever disagree, stored data would become unreadable.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


class RefusedError(Exception):
    """The bytes do not authenticate."""


def gcm_open(key: bytes, nonce: bytes, sealed: bytes, associated: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.GCM(nonce, sealed[-16:])).decryptor()
    decryptor.authenticate_additional_data(associated)
    try:
        return decryptor.update(sealed[:-16]) + decryptor.finalize()
    except InvalidTag as error:
        raise RefusedError from error


def gcm_seal(key: bytes, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(associated)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def framed(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def hkdf_expand(key: bytes, info: bytes, length: int) -> bytes:
    output, block, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        output += block
        counter += 1
    return output[:length]


def hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return hkdf_expand(hmac.new(salt, key, hashlib.sha256).digest(), info, length)


def commitment(key: bytes, message: bytes) -> bytes:
    return hmac.new(hkdf_expand(key, b"commit", 32), message, hashlib.sha256).digest()[:16]


def mac(key: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, framed(*parts), hashlib.sha256).digest()


def require(condition: bool) -> None:
    if not condition:
        raise RefusedError


def field_associated(place: dict[str, str], header: bytes) -> bytes:
    table, column = place["label"].split(".")
    return (
        framed(
            b"FH/field/1",
            UUID(place["instance"]).bytes,
            table.encode(),
            column.encode(),
            UUID(place["row"]).bytes,
            UUID(place["scope"]).bytes,
        )
        + header
    )


def read_field(keys: dict[int, bytes], place: dict[str, str], blob: bytes) -> bytes:
    mark, suite, generation = struct.unpack(">BBI", blob[:6])
    require((mark, suite) == (0xC1, 1))
    padded = gcm_open(keys[generation], blob[6:18], blob[18:], field_associated(place, blob[:6]))
    value = padded.rstrip(b"\0")
    require(value.endswith(b"\x80"))
    return value[:-1]


def write_field(key: bytes, generation: int, place: dict[str, str], value: bytes, bucket: int) -> bytes:
    header = struct.pack(">BBI", 0xC1, 1, generation)
    nonce = hashlib.sha256(value).digest()[:12]
    padded = value + b"\x80" + bytes(bucket - len(value) - 1)
    return header + nonce + gcm_seal(key, nonce, padded, field_associated(place, header))


def wrap_associated(instance: str, kind: str, scope: str, generation: int) -> bytes:
    named = framed(b"FH/wrap/org/1", UUID(instance).bytes, kind.encode(), UUID(scope).bytes)
    return named + struct.pack(">I", generation)


def read_wrap(keys: dict[int, bytes], instance: str, kind: str, scope: str, gen: int, blob: bytes) -> bytes:
    require(len(blob) == 82)
    mark, suite, version = struct.unpack(">BBI", blob[:6])
    require((mark, suite) == (0xC2, 1))
    associated = wrap_associated(instance, kind, scope, gen)
    require(commitment(keys[version], blob[:18] + associated) == blob[66:])
    return gcm_open(keys[version], blob[6:18], blob[18:66], associated)


def write_wrap(
    key: bytes, version: int, instance: str, kind: str, scope: str, gen: int, data_key: bytes
) -> bytes:
    head = struct.pack(">BBI", 0xC2, 1, version) + hashlib.sha256(data_key).digest()[:12]
    associated = wrap_associated(instance, kind, scope, gen)
    return head + gcm_seal(key, head[6:], data_key, associated) + commitment(key, head + associated)


def password_matches(
    peppers: dict[int, bytes], instance: str, user: str, password: str, stored: bytes
) -> bool:
    mark, kdf, memory, passes, lanes, pepper = struct.unpack(">BBIBBH", stored[:10])
    require((mark, kdf, len(stored)) == (0xC6, 1, 58))
    derived = Argon2id(
        salt=stored[10:26],
        length=32,
        iterations=passes,
        lanes=lanes,
        memory_cost=memory,
        ad=framed(b"FH/password/1", UUID(instance).bytes, UUID(user).bytes),
        secret=peppers[pepper],
    ).derive(password.encode())
    return hashlib.sha256(hkdf_expand(derived, b"auth", 32)).digest() == stored[26:]


def crockford_secret(code: str) -> bytes:
    signs = [line.replace("-", "") for line in code.split("\n")]
    value = 0
    for line in signs:
        for sign in line[:13]:
            value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(sign)
    return (value // 16).to_bytes(32, "big")


def read_keyring(envelope: str, passphrase: str | None, code: str | None, root: bytes | None) -> Any:
    closed = json.loads(envelope)
    require(closed["format"] == 1)
    for wrap in closed["wraps"]:
        salt, wrapped = base64.b64decode(wrap["salt"]), base64.b64decode(wrap["wrapped"])
        if wrap["kind"] == "passphrase" and passphrase is not None:
            key = Argon2id(
                salt=salt, length=32, iterations=wrap["passes"], lanes=1, memory_cost=wrap["memory_kib"]
            ).derive(passphrase.encode())
        elif wrap["kind"] == "recovery-code" and code is not None:
            key = hkdf(crockford_secret(code), salt, b"FH/root/recovery/1", 32)
        else:
            continue
        associated = framed(
            b"FH/wrap/root/1",
            wrap["kind"].encode(),
            wrap["name"].encode(),
            struct.pack(">I", wrap["memory_kib"]),
            struct.pack(">I", wrap["passes"]),
            salt,
        )
        if commitment(key, wrapped[:12] + associated) == wrapped[60:]:
            root = gcm_open(key, wrapped[:12], wrapped[12:60], associated)
    if root is None:
        raise RefusedError
    body = base64.b64decode(closed["body"])
    return json.loads(
        gcm_open(root, body[:12], body[12:], framed(b"FH/keyring/1", closed["provider"].encode()))
    )


def read_blob(key: bytes, ref: str, blob: bytes) -> bytes:
    magic, suite, log2, generation = struct.unpack(">4sBBI", blob[:10])
    require((magic, suite, log2, generation) == (b"FHA1", 1, 16, 1))
    header, salt = blob[:42], blob[10:42]
    derived = hkdf(key, salt, framed(b"FH/file/1", UUID(ref).bytes), 64)
    require(derived[32:] == blob[42:74])
    content, index, rest = b"", 0, blob[74:]
    while rest:
        sealed, rest = rest[:65552], rest[65552:]
        nonce = bytes(7) + struct.pack(">IB", index, 0 if rest else 1)
        content += gcm_open(derived[:32], nonce, sealed, header)
        index += 1
    require(index > 0)
    (length,) = struct.unpack(">Q", content[-8:])
    require(not content[length:-8].strip(b"\0"))
    return content[:length]


def write_blob(key: bytes, ref: str, content: bytes, stored: int, salt: bytes) -> bytes:
    derived = hkdf(key, salt, framed(b"FH/file/1", UUID(ref).bytes), 64)
    header = struct.pack(">4sBBI", b"FHA1", 1, 16, 1) + salt
    stream = content + bytes(stored - 8 - len(content)) + struct.pack(">Q", len(content))
    chunks = [stream[start : start + 65536] for start in range(0, stored, 65536)]
    sealed = [
        gcm_seal(derived[:32], bytes(7) + struct.pack(">IB", index, index == len(chunks) - 1), chunk, header)
        for index, chunk in enumerate(chunks)
    ]
    return header + derived[32:] + b"".join(sealed)
