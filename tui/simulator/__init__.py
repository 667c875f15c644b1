"""A Kintone on this machine, to try the program with and to test it against.

It imports nothing of the program: both are written from what Kintone documents, so that they can disagree.
"""
