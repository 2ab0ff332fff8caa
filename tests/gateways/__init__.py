"""What speaks to the network, against real servers on loopback."""
