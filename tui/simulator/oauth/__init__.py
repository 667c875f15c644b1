"""The authorization server of the simulated Kintone: RFC 6749 as Kintone narrows it.

Source: Kintone's "How to Add OAuth Clients" and "OAuth Permission Scopes".
"""
