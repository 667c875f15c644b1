"""What a field's value reads like: in a cell, on the screen of a record, and as a table of its own.

The texts are raw: they still hold what people typed, line breaks and control characters included, and are
made safe where they are drawn. Nothing here fails, whatever a value holds.
"""

from tui.kintone.values.cells import text
from tui.kintone.values.reading import lines, table
from tui.kintone.values.traits import Alignment, alignment, is_empty

__all__ = ["Alignment", "alignment", "is_empty", "lines", "table", "text"]
