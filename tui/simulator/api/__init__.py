"""The REST API of the simulated Kintone, its reading part.

Source: Kintone REST API, one page each for what `endpoints` lists.
"""
