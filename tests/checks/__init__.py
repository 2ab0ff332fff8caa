"""What `make check` looks at beyond the usual tools; each module is a command."""
