"""設備台帳: the register of the company's own equipment, with a field of every type."""
