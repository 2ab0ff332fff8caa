"""Learning paths: said in a sentence, previewed, changed, started, followed day by day."""
