"""A list of records by position, however many there are, within what Kintone gives at a time.

`RecordList` is what others use. It sends the requests (`reader`, `loads`); everything beside it does no I/O:
`order` and `keys` say what a list is ordered by, `cuts` how to ask for a part of it, `ranks` and `paging`
which request brings which rows, `search` and its helpers how to find a far position, `pages` what is here.
"""

from tui.kintone.listing.order import Order
from tui.kintone.listing.reader import RecordList
from tui.kintone.listing.request import Fetch, Limits, PageRequest

__all__ = ["Fetch", "Limits", "Order", "PageRequest", "RecordList"]
