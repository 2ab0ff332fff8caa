"""Pure text in the eight languages of the house: readings, words, keys, numbers, polarity, politeness."""

LANGUAGE_IDS = ("en", "es", "fr", "de", "it", "ja", "ko", "zh")
