"""The addresses by which phones reach this program."""

import socket

from workshop.config import Config


def lan_addresses() -> list[str]:
    """Return this machine's IPv4 addresses, the one that leads outward first; maybe none."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only chooses a route.
            probe.connect(("198.51.100.1", 9))
            found.append(probe.getsockname()[0])
        except OSError:
            pass
    try:
        for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found.append(str(info[4][0]))
    except OSError:
        pass
    return [a for a in dict.fromkeys(found) if not a.startswith("127.")]


def public_url(config: Config) -> str:
    """Return the address that phones reach, without a slash at its end."""
    if config.public_url:
        return config.public_url.rstrip("/")
    if config.host not in ("0.0.0.0", "::", ""):  # noqa: S104
        return f"http://{config.host}:{config.port}"
    found = lan_addresses()
    return f"http://{found[0] if found else '127.0.0.1'}:{config.port}"
