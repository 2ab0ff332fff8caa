"""Where a request comes from, as far as it is kept."""

from ipaddress import ip_address, ip_network


def network_of(address: str | None) -> str | None:
    """The /24 or /48 network of an address: enough for a count, too little for a person."""
    if not address:
        return None
    try:
        size = 24 if ip_address(address).version == 4 else 48
        return str(ip_network(f"{address}/{size}", strict=False))
    except ValueError:
        return None
