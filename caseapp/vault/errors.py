"""What can go wrong in the vault.

Messages are for operators and logs. They never hold plaintext, key material or the id of a record, because an
exception's text travels further than the exception itself. Pages choose their own words by the class.
"""


class VaultError(Exception):
    """Any refusal of the vault; the base of all its errors."""


class NotACiphertext(VaultError):
    """The bytes do not have the shape of what should stand here: wrong first byte, or too short."""


class Tampered(VaultError):
    """Authentication failed: changed bytes, another row, column, scope or installation, or another key."""


class UnknownKey(VaultError):
    """The key generation or version that the bytes name is not in the ring, or was destroyed."""


class WrongPassphrase(VaultError):
    """No unlocker's wrap opens with this passphrase, or the recovery code is not this keyring's."""


class KeyringMismatch(VaultError):
    """A keyring of another installation, or of another state than the database expects."""


class KeyringNotFound(VaultError):
    """The folder holds no keyring, or none with the provider that was asked for."""


class KeyringExists(VaultError):
    """A keyring is already there; creating one would make everything encrypted so far unreadable."""


class UnsafeKeyFile(VaultError):
    """A key file that somebody else could read or replace: wrong mode, wrong owner, or not a plain file."""


class UnlockerError(VaultError):
    """An unlocker's name is taken, unknown or empty, or the last one would be removed."""


class TooBusy(VaultError):
    """Too many key derivations are waiting already; try again in a moment (HTTP 429 or 503)."""


class BlobNotFound(VaultError):
    """No file is kept under this reference."""
