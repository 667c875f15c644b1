"""The places of the program, one folder each. A screen asks, shows, and says where the person wants to go."""
