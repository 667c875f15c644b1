"""Attachments: small real files, made here so that none is anybody's.

Each kind is what its type says: the PDF opens, the PNG shows a chart, the CSV has a header.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tui.simulator.data.dice import Dice, draw


@dataclass(frozen=True, slots=True)
class StoredFile:
    content_type: str
    name: str
    content: bytes

    @property
    def text(self) -> str:
        """What a search finds in it: the words of text files."""
        return self.content.decode("utf-8-sig") if self.content_type.startswith("text/") else ""


_PDF = "application/pdf"
_PNG = "image/png"
_CSV = "text/csv"
_TEXT = "text/plain"


@cache
def shelf() -> Mapping[str, StoredFile]:
    """All files by their key."""
    return {_key(place): file for place, file in enumerate(_files())}


def reference(name: str) -> dict[str, str]:
    """The file of that name as it stands in a record."""
    key, file = next((key, file) for key, file in shelf().items() if file.name == name)
    return {
        "contentType": file.content_type,
        "fileKey": key,
        "name": file.name,
        "size": str(len(file.content)),
    }


def _files() -> Iterable[StoredFile]:
    yield StoredFile(
        _PDF, "quotation HM-20.pdf", _pdf("Quotation for HM-20", "Two flow meters, one year of service")
    )
    yield StoredFile(
        _PDF, "御見積書.pdf", _pdf("Quotation Q-2631", "Hoshimi Instruments, calibration included")
    )
    yield StoredFile(
        _PDF, "calibration certificate.pdf", _pdf("Calibration certificate", "All points passed")
    )
    yield StoredFile(_CSV, "readings.csv", _csv("time,flow (L/min),pressure (kPa)", seed=11))
    yield StoredFile(_CSV, "測定データ.csv", b"\xef\xbb\xbf" + _csv("日時,流量(L/min),圧力(kPa)", seed=12))
    yield StoredFile(_TEXT, "error log.txt", _LOG.encode())
    yield StoredFile(_TEXT, "作業メモ.txt", _MEMO.encode())
    yield StoredFile(_PNG, "drift.png", _png(seed=21))
    yield StoredFile(_PNG, "設置写真.png", _png(seed=22))
    # Kintone takes any name: a program must not use one as a path before it has looked at it.
    yield StoredFile(_TEXT, "../../報告.txt", "校正前の値は別紙のとおり。\n".encode())


_LOG = """\
2026-11-18 03:12:04 W17 sensor 2: reading outside of the range
2026-11-18 03:12:05 W17 sensor 2: reading outside of the range
2026-11-18 03:15:40 E04 bus timeout, 3 retries
2026-11-18 03:15:52 I01 restarted by watchdog
"""
_MEMO = """\
現地で零点を確認。ずれは 0.03 %FS で許容内。
パッキンに滲みがあったので交換した。次回は予備を2個持参すること。
"""


def _key(place: int) -> str:
    """Keys are long and say nothing."""
    parts = "".join(f"{draw(place, part):08X}" for part in range(4))
    return f"20261120063115{parts}{draw(place, 4) % 1000:03d}"


def _csv(header: str, *, seed: int) -> bytes:
    dice = Dice(seed)
    lines = [header]
    for minute in range(0, 60, 5):
        flow, pressure = 118 + dice.below(60) / 10, 301 + dice.below(40) / 10
        lines.append(f"2026-11-18 09:{minute:02d},{flow:.1f},{pressure:.1f}")
    return "\r\n".join([*lines, ""]).encode()


def _pdf(title: str, body: str) -> bytes:
    """One page with two lines of text."""
    page = f"BT /F1 20 Tf 60 760 Td ({title}) Tj /F1 12 Tf 0 -32 Td ({body}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    document, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(document))
        document += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{document}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(document)}\n%%EOF\n"
    ).encode("ascii")


def _png(*, seed: int, width: int = 160, height: int = 90) -> bytes:
    """A chart of bars on white."""
    dice = Dice(seed)
    tops = [dice.between(15, height - 10) for _ in range(width // 10)]
    bar, paper = b"\x2f\x6f\xb5", b"\xff\xff\xff"
    rows = [
        b"\x00" + b"".join((bar if height - y <= top else paper) * 8 + paper * 2 for top in tops)
        for y in range(height)
    ]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
