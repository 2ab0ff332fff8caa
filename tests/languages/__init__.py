"""Tests of kaiwa.languages."""
