"""What thinks: the partner's minds, knowing neither Flask nor the database."""
