"""Kaiwa (会話): rehearse one real conversation until you can do it."""
