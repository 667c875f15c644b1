"""How a person lets this program into their Kintone: OAuth 2.0, authorization code (RFC 6749 section 4.1).

The parts, in the order of a sign-in: `client` (what the administrator registered), `grant` (one sign-in, a
pure state machine), `listener` and `paste` (the two ways the answer comes back), `endpoint` (code to token)
and `session` (the token in use, and its renewal).
"""
