"""Keys, ciphertexts, authentication codes and encrypted files.

Everything here works on bytes and knows neither the web nor the database; features reach it through the
encrypted column type and never handle a key.
"""

from caseapp.vault.backup_files import (
    BackupHead,
    create_root_from_sheet,
    glance_into_backup,
    open_backup,
    open_recovery_sheet,
    read_backup_head,
    sealed_backup,
)
from caseapp.vault.blob_writing import HEAD_LENGTH, BlobSealer
from caseapp.vault.blobs import BlobInfo, BlobReader, BlobStore, StagedBlob
from caseapp.vault.ciphertexts import Binding, FieldOpener, field_generation, open_field, seal_field
from caseapp.vault.datakeys import DataKey, Unwrapper, unwrap_data_key, wrap_data_key, wrap_version
from caseapp.vault.derivation import PASSPHRASE_COST, PASSWORD_COST, PasswordCost
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
from caseapp.vault.framing import fingerprint, lp
from caseapp.vault.keyring import Keyring, KeyState, Purpose
from caseapp.vault.keyring_file import Provider
from caseapp.vault.macs import (
    audit_mac,
    check_joined_mac,
    check_joined_macs,
    check_row_mac,
    keyed_token,
    keyed_tokens,
    row_mac,
)
from caseapp.vault.next_keyring import Mark, has_next, keyring_named, mark_of, settle, write_next
from caseapp.vault.padding import Padding
from caseapp.vault.passphrase_roots import (
    add_unlocker,
    create_passphrase_root,
    hand_to_unlocker,
    has_recovery_code,
    new_unlocker,
    remove_unlocker,
    require_free_name,
    require_removable,
    set_recovery_code,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)
from caseapp.vault.passwords import (
    SIGN_IN_GATE,
    burn,
    hash_password,
    needs_new_hash,
    pepper_version,
    verify_password,
)
from caseapp.vault.private_files import sole_writer
from caseapp.vault.recovery import (
    RecoveryCodeError,
    confirm_part,
    groups_to_confirm,
    new_recovery_code,
    normalise_recovery_code,
)
from caseapp.vault.root_command import NoKeyPrinted, root_key_by_command
from caseapp.vault.root_wraps import RootWrap, require_sound_name
from caseapp.vault.roots import (
    Root,
    create_file_root,
    create_given_root,
    open_file_root,
    open_given_root,
    provider,
    root_key_from_text,
)
from caseapp.vault.selftest import refuse_slow_derivation, self_test

__all__ = [
    "HEAD_LENGTH",
    "PASSPHRASE_COST",
    "PASSWORD_COST",
    "SIGN_IN_GATE",
    "BackupHead",
    "Binding",
    "BlobInfo",
    "BlobNotFound",
    "BlobReader",
    "BlobSealer",
    "BlobStore",
    "DataKey",
    "FieldOpener",
    "KeyState",
    "Keyring",
    "KeyringExists",
    "KeyringMismatch",
    "KeyringNotFound",
    "Mark",
    "NoKeyPrinted",
    "NotACiphertext",
    "Padding",
    "PasswordCost",
    "Provider",
    "Purpose",
    "RecoveryCodeError",
    "Root",
    "RootWrap",
    "StagedBlob",
    "Tampered",
    "TooBusy",
    "UnknownKey",
    "UnlockerError",
    "UnsafeKeyFile",
    "Unwrapper",
    "VaultError",
    "WrongPassphrase",
    "add_unlocker",
    "audit_mac",
    "burn",
    "check_joined_mac",
    "check_joined_macs",
    "check_row_mac",
    "confirm_part",
    "create_file_root",
    "create_given_root",
    "create_passphrase_root",
    "create_root_from_sheet",
    "field_generation",
    "fingerprint",
    "glance_into_backup",
    "groups_to_confirm",
    "hand_to_unlocker",
    "has_next",
    "has_recovery_code",
    "hash_password",
    "keyed_token",
    "keyed_tokens",
    "keyring_named",
    "lp",
    "mark_of",
    "needs_new_hash",
    "new_recovery_code",
    "new_unlocker",
    "normalise_recovery_code",
    "open_backup",
    "open_field",
    "open_file_root",
    "open_given_root",
    "open_recovery_sheet",
    "pepper_version",
    "provider",
    "read_backup_head",
    "refuse_slow_derivation",
    "remove_unlocker",
    "require_free_name",
    "require_removable",
    "require_sound_name",
    "root_key_by_command",
    "root_key_from_text",
    "row_mac",
    "seal_field",
    "sealed_backup",
    "self_test",
    "set_recovery_code",
    "settle",
    "sole_writer",
    "unlock_with_passphrase",
    "unlock_with_recovery_code",
    "unlocker_names",
    "unwrap_data_key",
    "verify_password",
    "wrap_data_key",
    "wrap_version",
    "write_next",
]
