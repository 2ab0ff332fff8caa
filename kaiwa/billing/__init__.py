"""What somebody may use in a month: their tier, the seconds that are reserved and settled, what is carried over."""
