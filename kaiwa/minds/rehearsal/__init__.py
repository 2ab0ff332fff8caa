"""The built-in mind: plays a scenario from its authored script, with no key and no network."""
