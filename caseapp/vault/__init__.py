"""Keys, ciphertexts, authentication codes and encrypted files.

Everything here works on bytes and knows neither the web nor the database; features reach it through the
encrypted column type and never handle a key.
"""

from caseapp.vault.ciphertexts import Binding, field_generation, open_field, seal_field
from caseapp.vault.datakeys import DataKey, unwrap_data_key, wrap_data_key, wrap_version
from caseapp.vault.errors import (
    BlobNotFound,
    KeyringExists,
    KeyringMismatch,
    KeyringNotFound,
    NotACiphertext,
    Tampered,
    TooBusy,
    UnknownKey,
    UnlockerError,
    UnsafeKeyFile,
    VaultError,
    WrongPassphrase,
)
from caseapp.vault.framing import lp
from caseapp.vault.keyring import Keyring, KeyState, Purpose
from caseapp.vault.macs import audit_mac, check_row_mac, keyed_token, row_mac
from caseapp.vault.padding import Padding

__all__ = [
    "Binding",
    "BlobNotFound",
    "DataKey",
    "KeyState",
    "Keyring",
    "KeyringExists",
    "KeyringMismatch",
    "KeyringNotFound",
    "NotACiphertext",
    "Padding",
    "Purpose",
    "Tampered",
    "TooBusy",
    "UnknownKey",
    "UnlockerError",
    "UnsafeKeyFile",
    "VaultError",
    "WrongPassphrase",
    "audit_mac",
    "check_row_mac",
    "field_generation",
    "keyed_token",
    "lp",
    "open_field",
    "row_mac",
    "seal_field",
    "unwrap_data_key",
    "wrap_data_key",
    "wrap_version",
]
