"""What the program writes about itself when something goes wrong. It never holds a secret or record data."""
