"""What every page shares: htmx answers, forms, headers, error pages, logs and assets."""
