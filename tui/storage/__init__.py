"""What stays on this machine between two runs: connections, tokens, settings and where the person was."""
