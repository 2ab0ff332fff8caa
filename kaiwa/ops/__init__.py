"""Running Kaiwa: the start, the embedded database, health."""
