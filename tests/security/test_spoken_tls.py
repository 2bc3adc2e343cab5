"""What is spoken on the line, where caseapp itself has the certificate."""

import ssl
from pathlib import Path

from gunicorn.config import Config
from gunicorn.sock import ssl_context

from caseapp.commands.certificate import SERVER, SERVER_KEY, make_certificate
from caseapp.config import Settings
from caseapp.serving.server import options_from


def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    make_certificate(tmp_path, ["127.0.0.1"])
    settings = Settings(
        instance_path=tmp_path, tls_certificate=str(tmp_path / SERVER), tls_key=str(tmp_path / SERVER_KEY)
    )
    told = Config()
    for name, value in options_from(settings).items():
        told.set(name, value)
    spoken = ssl_context(told)
    assert spoken.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert spoken.maximum_version in {ssl.TLSVersion.MAXIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_3}
    weak = [
        one["name"] for one in spoken.get_ciphers() if one["strength_bits"] < 128 or "NULL" in one["name"]
    ]
    assert weak == []
