"""The records of 設備台帳: ordinary ones, and in the lowest ids everything that a value can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tui.simulator.data.company.clients import CLIENTS
from tui.simulator.data.company.equipment.form import (
    CATEGORIES,
    KINDS,
    PART_KINDS,
    PLACES,
    STANDARDS,
    STATES,
    USES,
)
from tui.simulator.data.dice import Dice
from tui.simulator.data.files import reference
from tui.simulator.data.people import (
    ANN,
    CALIBRATION,
    GROUPS,
    MIKA,
    ORGANIZATIONS,
    REMOVED,
    SHUN,
    TECHNICIANS,
)
from tui.simulator.data.source import ABSENT, TableRecord, Value

_FIRST_ORDINARY = 11
_NAMES = (
    ("基準流量計", "FL"),
    ("圧力校正器", "PR"),
    ("恒温槽", "TH"),
    ("電子天秤", "WT"),
    ("振動試験機", "VB"),
    ("ガス混合装置", "GS"),
    ("三次元測定機", "CM"),
    ("絶縁抵抗計", "EL"),
    ("レーザー変位計", "LS"),
)
_PARTS = ("Oリング P-12", "フィルター", "接続ケーブル 3m", "ヒューズ 2A", "標準ガス", "パッキン")
_TODAY = date(2026, 11, 23)


def records() -> Mapping[int, Mapping[str, Value]]:
    found = {_FIRST_ORDINARY + place + place // 8 * 2: _ordinary(place) for place in range(27)}
    return {1: _EMPTY, 2: _before_calculations(), 4: _strange(), 5: _extreme(), 7: _removed(), **found}


def _ordinary(place: int) -> dict[str, Value]:
    dice = Dice(17_000 + place)
    name, prefix = _NAMES[place % len(_NAMES)]
    code = f"{prefix}-{place // len(_NAMES) + 1:03d}"
    price = dice.between(48, 4200) * 1000
    return {
        **_system(dice, place),
        "設備名": f"{name}{'ＡＢＣ'[place // len(_NAMES)]}",
        "設備コード": code,
        "表示名": f"{code} {name}",
        "仕様": "測定範囲: 0.5〜120 L/min\n精度: ±0.2 %RS\n電源: AC100V" if dice.chance(70) else "",
        "取扱説明": "<div>使用前に<b>30分</b>暖機すること。<br>詳細は<i>手順書</i>を参照。</div>",
        "取得価額": str(price),
        "測定下限": f"{dice.between(1, 999) / 1000:.3f}",
        "原価": str(price * 7 // 10),
        "残存価額": str(price * 6 // 10),
        "使用率": f"{dice.between(0, 1000000) / 10000:.4f}".rstrip("0").rstrip("."),
        **_moments(dice),
        "用途": dice.some(USES, 35),
        "設置区分": dice.pick(KINDS),
        "設置場所": dice.pick((*PLACES, None)),
        "対応規格": dice.some(STANDARDS, 40),
        "添付資料": [reference(file) for file in dice.some(("作業メモ.txt", "設置写真.png"), 40)],
        "メーカーサイト": f"https://maker-{prefix.lower()}.example/products/{place}",
        "連絡先電話": f"+81-3-0000-{dice.between(1000, 9999)}",
        "連絡先メール": f"service@maker-{prefix.lower()}.example",
        **_responsible(dice),
        "部品表": [_part(dice, place * 10 + number) for number in range(dice.below(4))],
    }


def _system(dice: Dice, place: int) -> dict[str, Value]:
    made = date(2024, 5, 7) + timedelta(days=place * 20)
    technician = dice.pick(TECHNICIANS)
    status = STATES[0] if dice.chance(60) else dice.pick(STATES)
    assignees = [user.reference() for user in TECHNICIANS] if status == STATES[1] else [SHUN.reference()]
    return {
        "$revision": str(dice.between(1, 12)),
        "作成者": technician.reference(),
        "作成日時": f"{made}T00:{dice.below(60):02d}:00Z",
        "更新者": dice.pick((*TECHNICIANS, ANN)).reference(),
        "更新日時": f"{made + timedelta(days=19)}T05:{dice.below(60):02d}:00Z",
        "カテゴリー": [dice.pick(CATEGORIES)] if dice.chance(80) else [],
        "ステータス": status,
        "作業者": [] if status == STATES[3] else assignees,
    }


def _moments(dice: Dice) -> dict[str, Value]:
    bought = _TODAY - timedelta(days=dice.between(20, 430))
    calibrated = _TODAY - timedelta(days=dice.between(5, 380))
    hour, minute = dice.between(7, 10), dice.pick((0, 15, 30, 45))
    clock = f"{dice.below(9):02d}:{dice.pick((0, 30)):02d}:00Z"
    end = hour * 60 + minute + 45
    return {
        "取得日": bought.isoformat(),
        "始業点検": f"{hour:02d}:{minute:02d}",
        "最終校正日時": f"{calibrated}T{clock}",
        "次回点検日": (bought + timedelta(days=365)).isoformat(),
        "点検期限": f"{calibrated + timedelta(days=365)}T{clock}",
        "点検終了": f"{end // 60:02d}:{end % 60:02d}",
        "稼働時間": f"{dice.between(3, 140)}:{dice.below(60):02d}",
        "停止時間": f"{dice.between(0, 90)}:{dice.below(60):02d}",
    }


def _responsible(dice: Dice) -> dict[str, Value]:
    client = dice.pick(CLIENTS)
    return {
        "管理者": [user.reference() for user in TECHNICIANS[: dice.between(1, 2)]],
        "管理部署": [CALIBRATION.reference()] if dice.chance(80) else [dice.pick(ORGANIZATIONS).reference()],
        "関係グループ": [group.reference() for group in dice.some(GROUPS, 40)],
        "購入先": client.name,
        "購入先所在地": client.city,
    }


def _part(dice: Dice, row: int) -> TableRecord:
    cells: dict[str, Value] = {
        "部品名": dice.pick(_PARTS),
        "部品区分": dice.pick((*PART_KINDS, None)),
        "在庫数": str(dice.below(6)) if dice.chance(85) else "",
        "交換日": (_TODAY - timedelta(days=dice.below(700))).isoformat() if dice.chance(70) else None,
        "部品状態": dice.some(("発注済", "要確認"), 30),
        "交換担当": [dice.pick(TECHNICIANS).reference()] if dice.chance(60) else [],
        "部品備考": dice.pick(("", "", "次回は2個持参", "型番変更あり\n旧品と互換")),
        "部品写真": [reference("設置写真.png")] if dice.chance(10) else [],
    }
    return {"id": str(7_000 + row), "value": cells}


_EMPTY: Mapping[str, Value] = {
    "$revision": "1",
    "作成者": MIKA.reference(),
    "作成日時": "2024-04-01T00:00:00Z",
    "更新者": MIKA.reference(),
    "更新日時": "2024-04-01T00:00:00Z",
    "カテゴリー": [],
    "ステータス": STATES[0],
    "作業者": [],
    "設備名": "",
    "設備コード": "",
    "表示名": "",
    "仕様": "",
    "取扱説明": "",
    "取得価額": "",
    "測定下限": "",
    "原価": "",
    "残存価額": "",
    "使用率": "",
    "次回点検日": "",
    "点検期限": "",
    "点検終了": "",
    "稼働時間": "",
    "停止時間": "",
    "用途": [],
    "設置区分": None,
    "設置場所": None,
    "対応規格": [],
    "添付資料": [],
    "メーカーサイト": "",
    "連絡先電話": "",
    "連絡先メール": "",
    "取得日": None,
    "始業点検": None,
    "最終校正日時": "",
    "管理者": [],
    "管理部署": [],
    "関係グループ": [],
    "購入先": "",
    "購入先所在地": "",
    "部品表": [],
}
"""Each empty value in the form that Kintone gives it."""


def _before_calculations() -> dict[str, Value]:
    """A record saved before the calculated fields were added to the form: it lacks them altogether."""
    calculated = ("残存価額", "使用率", "次回点検日", "点検期限", "点検終了", "稼働時間", "停止時間")
    return {**_ordinary(40 % len(_NAMES)), "設備コード": "OLD-001", **dict.fromkeys(calculated, ABSENT)}


def _strange() -> dict[str, Value]:
    """Text that a terminal must not obey, and that is wider or narrower than it is long."""
    row: TableRecord = {"id": "6999", "value": {"部品名": "\x1b[2J消える\x07", "在庫数": "0"}}
    return {
        **_ordinary(3),
        "設備コード": "ODD-001",
        "設備名": "\x1b[31m赤い\x1b[0m [bold]計[/bold] \u202etxt.exe\u202c",
        "表示名": "👩\u200d🔬 e\u0301 ｶﾅ 한글 \u200b\ufeffゼロ幅",
        "仕様": "一行目\r\n二行目\tタブ\u2028区切り\x9b31m",
        "取扱説明": "<script>alert(1)</script><div>&lt;b&gt; &amp; <a href='javascript:x'>link</a></div>",
        "添付資料": [reference("../../報告.txt")],
        "メーカーサイト": "javascript:alert(1)",
        "部品表": [row],
    }


def _extreme() -> dict[str, Value]:
    """The longest and largest of everything, negative durations, a duration of days."""
    return {
        **_ordinary(4),
        "設備コード": "MAX-001",
        "設備名": "非常に長い設備名を持つ" * 12,
        "仕様": "\n".join(f"{number:03d}: 仕様の詳細な説明がここに続きます。" for number in range(300)),
        "取得価額": "123456789012.3456",
        "測定下限": "-0.0001",
        "稼働時間": "-12:05",
        "停止時間": "8760:00",
        "用途": list(USES),
        "対応規格": list(STANDARDS),
        "部品表": [_part(Dice(number), 900 + number) for number in range(60)],
    }


def _removed() -> dict[str, Value]:
    """Its author has left the company; an option was deleted after it was chosen."""
    return {
        **_ordinary(5),
        "設備コード": "DEL-001",
        "作成者": REMOVED,
        "更新者": REMOVED,
        "設置場所": "旧工場",
    }
