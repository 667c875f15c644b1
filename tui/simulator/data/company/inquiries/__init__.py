"""Inquiries: the large app. Its records are not stored; each value is made from the record's id."""
