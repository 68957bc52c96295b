"""What is known of languages: data files read on first use."""
