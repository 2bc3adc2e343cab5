"""The port to serve on: free, and ours to take."""

import errno
import socket

from caseapp.config import SettingError, Settings


def refuse_taken_port(settings: Settings) -> None:
    """Try the address before anything is printed: gunicorn itself would retry and end with its own log lines.

    Raises:
        SettingError: the port is taken or not ours to take, or the host is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise _not_to_be_had(error, settings) from None


def _not_to_be_had(error: OSError, settings: Settings) -> SettingError:
    port = settings.port
    if error.errno == errno.EADDRINUSE:
        return SettingError(
            "port", f"another program uses port {port}; choose another one (environment: PORT)"
        )
    if error.errno == errno.EACCES:
        return SettingError("port", f"this account may not use port {port}; one above 1023 will do (PORT)")
    return SettingError("host", f"{settings.host} is not an address of this machine")
