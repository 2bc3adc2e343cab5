"""The encrypted container of an export: a zip file under AES-256, with a passphrase that is made here and kept nowhere.

The names of the members of such a zip stand in clear, so they say nothing. It opens with 7-Zip, WinZip, Keka and Ark;
the file manager of Windows alone does not open it. Nothing is written to a disk while it is made.
"""

import io
import re
import secrets
from collections.abc import Mapping

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _LENGTH = 6, 4
_FORM = re.compile(rf"[{_ALPHABET}]{{{_LENGTH}}}(?:-[{_ALPHABET}]{{{_LENGTH}}}){{{_GROUPS - 1}}}")
MEMBER = "rows"
"""What the file in the container is called, before its ending."""


def new_passphrase() -> str:
    """Return a passphrase of six groups, close to 120 random bits, without signs that are mistaken for others."""
    groups = ("".join(secrets.choice(_ALPHABET) for _sign in range(_LENGTH)) for _group in range(_GROUPS))
    return "-".join(groups)


def is_passphrase(text: str) -> bool:
    """Tell whether a text could come from ``new_passphrase``: a weaker one encrypts nothing here."""
    return _FORM.fullmatch(text) is not None and len(set(text)) > _GROUPS


def encrypted_zip(content: bytes, ending: str, passphrase: str) -> bytes:
    """Return a container that holds ``content`` alone."""
    return encrypted_files({f"{MEMBER}.{ending}": content}, passphrase)


def encrypted_files(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return a container of files by their names, which say nothing about what is in them."""
    made = io.BytesIO()
    import pyzipper  # here: a server that makes no export does not carry it

    with pyzipper.AESZipFile(
        made, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode())
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
