"""Second factors: what a colleague has beside their passphrase: an app, a passkey, a sheet of recovery codes."""
