"""What a reader sees: tables, figures, their words; and how a notebook publishes them."""
