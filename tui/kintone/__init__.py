"""What Kintone is, and how to talk to it.

Nothing is imported here: who needs the schema of an app does not pay for the HTTP client.
"""
