"""受注管理: orders, with their lines and payments in tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tui.simulator.data import fields, views
from tui.simulator.data.company import customers
from tui.simulator.data.company.clients import CLIENTS
from tui.simulator.data.company.products import MODELS, PRODUCTS
from tui.simulator.data.dice import Dice
from tui.simulator.data.files import reference
from tui.simulator.data.form import Form, GroupRow, TableRow, label, row
from tui.simulator.data.people import KANA, LEO, MIKA, SELLERS
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.source import Listed, TableRecord, Value

APP = customers.ORDERS_APP
_COUNT = 180
_FIRST_ROW = 381

_STATES = ("見積", "受注", "出荷済", "請求済", "入金済", "取消")
_PAYMENTS = ("銀行振込", "手形", "クレジットカード")
_OPTIONS = ("校正証明書", "英文マニュアル", "延長保証", "現地立会い")
_FILES = ("御見積書.pdf", "測定データ.csv", "作業メモ.txt", "設置写真.png", "calibration certificate.pdf")
_FIRST = date(2025, 1, 8)
_LAST = date(2026, 11, 20)

_FORM = Form(
    fields=(
        *fields.system_fields("ja", number="受注番号"),
        fields.text("件名", "件名", required=True),
        fields.text(
            "顧客名",
            "顧客名",
            required=True,
            lookup=fields.lookup(
                customers.APP,
                "Name",
                {"市区町村": "City", "ご担当者": "Contact"},
                picker=("Name", "City", "Rank"),
            ),
        ),
        fields.text("市区町村", "市区町村"),
        fields.text("ご担当者", "ご担当者"),
        fields.drop_down("進捗", "進捗", _STATES, required=True),
        fields.date("受注日", "受注日", required=True),
        fields.date("納期", "納期"),
        fields.users("担当者", "担当者", SELLERS),
        fields.check_box("オプション", "オプション", _OPTIONS),
        fields.table(
            "明細",
            "明細",
            fields.drop_down("型番", "型番", MODELS),
            fields.text("品名", "品名"),
            fields.number("数量", "数量", unit="台", default="1"),
            fields.number("単価", "単価", digit=True, unit="¥", before=True),
            fields.calc("小計", "小計", "数量 * 単価", format="NUMBER_DIGIT", unit="¥", before=True),
            fields.date("出荷日", "出荷日"),
        ),
        fields.calc("合計", "合計", "SUM(小計)", format="NUMBER_DIGIT", unit="¥", before=True),
        fields.table(
            "入金",
            "入金",
            fields.date("入金日", "入金日"),
            fields.radio("入金方法", "入金方法", _PAYMENTS),
            fields.number("入金額", "入金額", digit=True, unit="¥", before=True),
            fields.file("控え", "控え"),
        ),
        fields.file("添付", "添付"),
        fields.multi_line("備考", "備考"),
        fields.group("社内", "社内メモ"),
        fields.number("粗利率", "粗利率", unit="%", scale="1"),
    ),
    rows=(
        row("レコード番号", "進捗", "受注日", "納期"),
        row("件名"),
        row("顧客名", "市区町村", "ご担当者"),
        row("担当者", "オプション"),
        row(label("<div>明細（<b>税抜</b>）</div>")),
        TableRow("明細"),
        row("合計"),
        TableRow("入金"),
        row("添付"),
        row("備考"),
        GroupRow("社内", (row("粗利率"),)),
        row("作成者", "作成日時", "更新者", "更新日時"),
    ),
)

_LIST = ("レコード番号", "受注日", "進捗", "顧客名", "件名", "合計", "担当者", "納期")
_VIEWS = (
    views.list_view("受注一覧", _LIST, sort="レコード番号 desc"),
    views.list_view("出荷待ち", _LIST, where='進捗 in ("受注")', sort="納期 asc, レコード番号 asc"),
    views.list_view(
        "大口（10台以上）",
        ("レコード番号", "顧客名", "合計", "明細"),
        where="数量 >= 10",
        sort="合計 desc",
    ),
    views.list_view("添付あり", ("レコード番号", "件名", "添付", "備考"), where="添付 is not empty"),
    views.calendar("納期カレンダー", date="納期", title="件名", where='進捗 not in ("取消")'),
    views.custom("売上グラフ", '<canvas id="sales"></canvas>', where="受注日 = THIS_YEAR()"),
)


def plan() -> AppPlan:
    return AppPlan(
        APP,
        "受注管理",
        _FORM,
        _records,
        views=_VIEWS,
        code="ORD",
        description="<div>受注から<b>入金</b>までを管理します。</div>",
        space=2,
        title_field="件名",
        icon="APP35",
        theme="YELLOW",
        creator=KANA,
        modifier=MIKA,
        revision="52",
    )


def _records() -> Listed:
    rows = iter(range(_FIRST_ROW, _FIRST_ROW + _COUNT * 12))
    found: dict[int, Mapping[str, Value]] = {}
    for place in range(_COUNT):
        dice = Dice(12_000 + place)
        lines = [_line(dice, next(rows)) for _ in range(dice.between(0 if dice.chance(6) else 1, 4))]
        total = sum(int(str(line["value"]["小計"])) for line in lines)
        found[1 + place + place // 23 * 3] = {
            **_order(dice, place, lines, total),
            "入金": [_payment(dice, next(rows), total) for _ in range(dice.below(3))],
        }
    return Listed(found)


def _line(dice: Dice, row: int) -> TableRecord:
    product, count = dice.pick(PRODUCTS), dice.pick((1, 1, 1, 2, 2, 3, 5, 10, 24))
    price = product.price * dice.pick((100, 100, 95, 90)) // 100
    shipped = (_LAST - timedelta(days=dice.below(300))).isoformat()
    cells: dict[str, Value] = {
        "型番": product.model,
        "品名": product.japanese,
        "数量": str(count),
        "単価": str(price),
        "小計": str(count * price),
        "出荷日": shipped if dice.chance(60) else None,
    }
    return {"id": str(row), "value": cells}


def _payment(dice: Dice, row: int, total: int) -> TableRecord:
    cells: dict[str, Value] = {
        "入金日": (_LAST - timedelta(days=dice.below(200))).isoformat(),
        "入金方法": dice.pick(_PAYMENTS),
        "入金額": str(total // 2),
        "控え": [reference("御見積書.pdf")] if dice.chance(15) else [],
    }
    return {"id": str(row), "value": cells}


def _order(dice: Dice, place: int, lines: list[TableRecord], total: int) -> dict[str, Value]:
    client, seller = dice.pick(CLIENTS), dice.pick(SELLERS)
    ordered = _FIRST + (_LAST - _FIRST) * place // _COUNT
    progress = dice.pick(_STATES[:2]) if place > _COUNT - 25 else dice.pick(_STATES[2:])
    first = str(lines[0]["value"]["品名"]) if lines else "保守契約"
    more = f"ほか{len(lines) - 1}件" if len(lines) > 1 else ""
    files = dice.some(_FILES, 18)
    return {
        "$revision": str(dice.between(1, 9)),
        "作成者": seller.reference(),
        "作成日時": f"{ordered}T{dice.below(9):02d}:{dice.below(60):02d}:00Z",
        "更新者": dice.pick((seller, LEO, MIKA)).reference(),
        "更新日時": f"{min(ordered + timedelta(days=dice.below(40)), _LAST)}T{dice.below(9):02d}:30:00Z",
        "件名": first + more,
        "顧客名": client.name,
        "市区町村": client.city,
        "ご担当者": client.contact,
        "進捗": progress,
        "受注日": ordered.isoformat(),
        "納期": None if dice.chance(12) else (ordered + timedelta(days=dice.between(14, 90))).isoformat(),
        "担当者": [seller.reference()],
        "オプション": dice.some(_OPTIONS, 25),
        "明細": lines,
        "合計": str(total),
        "添付": [reference(name) for name in files],
        "備考": dice.pick(
            ("", "", "午前中の納品を希望。", "検収後に請求。\n注文請書は不要。", "Ship to the UK warehouse.")
        ),
        "粗利率": f"{dice.between(180, 460) / 10:.1f}",
    }
