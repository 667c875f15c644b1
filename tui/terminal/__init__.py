"""What is known of the terminal, and what may be sent to it."""
