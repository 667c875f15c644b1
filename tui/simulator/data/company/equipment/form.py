"""The form, views and process of 設備台帳."""

from __future__ import annotations

from tui.simulator.data import fields, views
from tui.simulator.data.company import customers
from tui.simulator.data.form import Form, GroupRow, TableRow, label, line, row, spacer
from tui.simulator.data.people import GROUPS, ORGANIZATIONS, TECHNICIANS
from tui.simulator.data.process import Action, Process, State

USES = ("生産", "検査", "校正", "研究", "貸出")
PLACES = ("本社1階 校正室", "本社2階 組立", "第二工場", "海外事務所")
STANDARDS = ("ISO 17025", "JCSS", "JIS B 7505", "IEC 60529")
KINDS = ("常設", "移動式", "貸出中")
STATES = ("稼働中", "点検中", "修理依頼", "廃棄")
PART_KINDS = ("消耗品", "交換部品", "付属品")
CATEGORIES = ("計測器/流量", "計測器/圧力", "校正設備", "什器")

_HOURS = "稼働時間"

FORM = Form(
    fields=(
        *fields.system_fields("ja", number="管理番号", process=True, categories=True),
        fields.text("設備名", "設備名", required=True),
        fields.text("設備コード", "設備コード", unique=True, longest="16"),
        fields.text("表示名", "表示名", expression='設備コード & " " & 設備名'),
        fields.multi_line("仕様", "仕様"),
        fields.rich("取扱説明", "取扱説明"),
        fields.number("取得価額", "取得価額", digit=True, unit="¥", before=True),
        fields.number("測定下限", "測定下限", scale="3", unit="L/min"),
        fields.number("原価", "原価", digit=True, unit="円"),
        fields.calc("残存価額", "残存価額", "取得価額 * 0.6", format="NUMBER_DIGIT", unit="¥", before=True),
        fields.calc("使用率", "使用率", "稼働日数 / 365 * 100", scale="1", unit="%"),
        fields.calc("次回点検日", "次回点検日", "取得日 + 365*24*60*60", format="DATE"),
        fields.calc("点検期限", "点検期限", "最終校正日時 + 365*24*60*60", format="DATETIME"),
        fields.calc("点検終了", "点検終了", "始業点検 + 45*60", format="TIME"),
        fields.calc(_HOURS, _HOURS, "終了 - 開始", format="HOUR_MINUTE"),
        fields.calc("停止時間", "停止時間", "再開 - 停止", format="DAY_HOUR_MINUTE"),
        fields.check_box("用途", "用途", USES),
        fields.radio("設置区分", "設置区分", KINDS),
        fields.drop_down("設置場所", "設置場所", PLACES),
        fields.multi_select("対応規格", "対応規格", STANDARDS),
        fields.file("添付資料", "添付資料", thumbnail="250"),
        fields.link("メーカーサイト", "メーカーサイト", "WEB"),
        fields.link("連絡先電話", "連絡先電話", "CALL"),
        fields.link("連絡先メール", "連絡先メール", "MAIL"),
        fields.date("取得日", "取得日"),
        fields.time("始業点検", "始業点検"),
        fields.date_time("最終校正日時", "最終校正日時"),
        fields.users("管理者", "管理者", TECHNICIANS),
        fields.organizations("管理部署", "管理部署", ORGANIZATIONS),
        fields.groups("関係グループ", "関係グループ", GROUPS),
        fields.text(
            "購入先",
            "購入先",
            lookup=fields.lookup(customers.APP, "Name", {"購入先所在地": "City"}, picker=("Name", "City")),
        ),
        fields.text("購入先所在地", "購入先所在地"),
        fields.table(
            "部品表",
            "部品表",
            fields.text("部品名", "部品名"),
            fields.drop_down("部品区分", "区分", PART_KINDS),
            fields.number("在庫数", "在庫数", unit="個"),
            fields.date("交換日", "交換日"),
            fields.check_box("部品状態", "状態", ("発注済", "要確認")),
            fields.users("交換担当", "担当"),
            fields.multi_line("部品備考", "備考"),
            fields.file("部品写真", "写真"),
        ),
        fields.related(
            "関連受注",
            "購入先の受注",
            app=customers.ORDERS_APP,
            here="購入先",
            there="顧客名",
            show=("レコード番号", "受注日", "件名", "進捗"),
            condition='進捗 not in ("取消")',
            sort="受注日 desc",
        ),
        fields.group("管理情報", "管理情報"),
    ),
    rows=(
        row(label("<div><b>基本情報</b></div>"), "レコード番号"),
        row("設備名", "設備コード", "表示名"),
        row("設置区分", "設置場所", spacer("map_button")),
        row("用途", "対応規格"),
        row("仕様", "取扱説明"),
        row(line()),
        row("取得日", "取得価額", "残存価額", "測定下限"),
        row("始業点検", "点検終了", "最終校正日時", "点検期限", "次回点検日"),
        row(_HOURS, "停止時間", "使用率"),
        TableRow("部品表"),
        row("添付資料"),
        row("購入先", "購入先所在地", "関連受注"),
        GroupRow(
            "管理情報",
            (
                row("管理者", "管理部署", "関係グループ"),
                row("原価"),
                row("メーカーサイト", "連絡先電話", "連絡先メール"),
            ),
        ),
        row("作成者", "作成日時", "更新者", "更新日時"),
    ),
)

_LIST = ("レコード番号", "設備コード", "設備名", "ステータス", "設置場所", "次回点検日", "取得価額", "管理者")
VIEWS = (
    views.assigned_to_me("ja", ("レコード番号", "設備名", "ステータス"), number="レコード番号"),
    views.list_view("設備一覧", _LIST),
    views.list_view(
        "要点検",
        ("設備コード", "設備名", "次回点検日", "点検期限", _HOURS, "管理者"),
        where='ステータス in ("点検中", "修理依頼") or 次回点検日 < TODAY()',
        sort="次回点検日 asc",
    ),
    views.list_view("部品在庫なし", ("設備コード", "設備名", "部品表"), where="在庫数 <= 0"),
    views.calendar("取得日カレンダー", date="取得日", title="設備名"),
    views.custom("配置図", '<div id="floor-plan"></div>'),
)

PROCESS = Process(
    states=(
        State(STATES[0], (("CREATOR", None),)),
        State(STATES[1], tuple(("USER", user.code) for user in TECHNICIANS), choice="ALL"),
        State(STATES[2], (("ORGANIZATION", "calibration"),), choice="ANY"),
        State(STATES[3]),
    ),
    actions=(
        Action("点検する", STATES[0], STATES[1]),
        Action("稼働に戻す", STATES[1], STATES[0]),
        Action("修理を依頼する", STATES[1], STATES[2], condition='設置区分 in ("常設", "移動式")'),
        Action("廃棄する", STATES[2], STATES[3], secondary=True),
    ),
)
