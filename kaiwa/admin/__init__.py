"""The panel: what admins see and decide."""
