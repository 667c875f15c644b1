"""What customers ask and what they are told, in Japanese and in English."""

from __future__ import annotations

from collections.abc import Mapping

SUBJECTS_JA: Mapping[str, tuple[str, ...]] = {
    "Question": (
        "{model} {product}の設定方法について",
        "{model}の通信仕様を教えてください",
        "{product}の設置条件の確認",
        "{model}のデータをCSVで出力したい",
        "屋外で{product}を使う場合の注意点",
        "{model}のファームウェア更新手順",
    ),
    "Fault": (
        "{model}の表示が消える",
        "{product}の指示値がふらつく",
        "{model} エラーE04が頻発する",
        "{product}が通信できなくなった",
        "{model}の零点がずれている",
        "停電後に{product}が起動しない",
    ),
    "Calibration": (
        "{model}の定期校正の依頼（{year}年度）",
        "{product}の校正証明書の再発行",
        "{model} JCSS校正の納期確認",
        "{product}の現地校正について",
    ),
    "Quotation": (
        "{model} {count}台の見積依頼",
        "{product}と設置工事の概算見積",
        "{model}への更新費用について",
        "年間保守契約のお見積り",
    ),
    "Delivery": (
        "{model}の納期の前倒しは可能か",
        "{product}の納品先変更",
        "{model}の付属品が不足している",
        "分納のお願い（{product}）",
    ),
    "Complaint": (
        "{model}の修理が長引いている件",
        "{product}の梱包破損について",
        "訪問予定の連絡がなかった",
    ),
}
SUBJECTS_EN: Mapping[str, tuple[str, ...]] = {
    "Question": (
        "How to set the damping of the {model}",
        "Modbus register map for the {product}",
        "Is the {model} suitable for outdoor use?",
        "Export readings of the {model} as CSV",
        "Firmware update for the {product}",
        "Cable length between {product} and display",
    ),
    "Fault": (
        "{model} shows E04 after power cycle",
        "Readings of the {product} drift overnight",
        "Display of the {model} stays dark",
        "{product} lost its connection",
        "Zero point of the {model} is off",
        "Water inside the housing of a {model}",
    ),
    "Calibration": (
        "Annual calibration of {count} x {model}",
        "Certificate for the {product} is missing",
        "On-site calibration of the {model}",
        "Calibration interval of the {product}",
    ),
    "Quotation": (
        "Quotation for {count} x {model}",
        "Price of spare parts for the {product}",
        "Replacing our old units by the {model}",
        "Service contract for {count} instruments",
    ),
    "Delivery": (
        "Delivery date of {count} x {model}",
        "Wrong address on the {product} shipment",
        "Mounting kit of the {model} is missing",
        "Partial delivery of {product}s?",
    ),
    "Complaint": (
        "Repair of our {model} takes too long",
        "Packaging of the {product} was damaged",
        "Nobody called back about the {model}",
    ),
}

OPENINGS_JA = (
    "いつもお世話になっております。",
    "お世話になります。先日購入した件でご連絡しました。",
    "初めてご連絡いたします。",
    "至急確認をお願いいたします。",
)
OPENINGS_EN = (
    "Good morning,",
    "Hello support team,",
    "We are writing about our order from last spring.",
    "This is urgent for us.",
)
BODIES_JA = (
    "昨日の夕方から値が安定せず、生産ラインを止めて確認しています。",
    "取扱説明書の32ページどおりに設定しましたが、画面に反映されません。",
    "同じ型式を3台使用しており、症状が出るのは1台だけです。",
    "配管の口径は50A、流体は純水、温度は約40℃です。",
    "現場は夜間のみ立ち入りできるため、訪問は20時以降を希望します。",
    "前回の校正から1年以上経過しています。証明書は英文も必要です。",
    "社内の稟議のため、今月末までに金額を知りたいです。",
    "型番とシリアル番号は写真のとおりです。",
    "再起動すると一時的に直りますが、半日ほどで再発します。",
    "代替機を借りることは可能でしょうか。",
)
BODIES_EN = (
    "The value has been unstable since yesterday evening and we had to stop the line.",
    "We followed page 32 of the manual, yet the setting does not appear on the screen.",
    "We run three of them, and only one shows this behaviour.",
    "The pipe is DN50, the medium is pure water at about 40 °C.",
    "Our site is accessible at night only, so a visit after 20:00 would be best.",
    "The last calibration was more than a year ago; we also need the certificate in English.",
    "Our budget round closes at the end of the month, so we need a figure by then.",
    "Model and serial number are in the attached photo.",
    "A restart helps for half a day, then it comes back.",
    "Could we borrow a replacement unit in the meantime?",
)
ANSWERS_JA = (
    "設定モードで「F12」を選び、値を2.0に変更してください。",
    "基板の交換が必要です。代替機を<b>本日発送</b>しました。",
    "見積書をお送りしました。有効期限は30日です。",
    "校正は<b>来月第2週</b>に予約しました。引取は宅配便で手配します。",
    "ファームウェア2.4.1で修正済みです。更新手順書を添付します。",
)
ANSWERS_EN = (
    "Please choose <i>F12</i> in the setup menu and set the value to 2.0.",
    "The board has to be replaced. A loan unit was <b>sent today</b>.",
    "The quotation is on its way; it is valid for 30 days.",
    "Calibration is booked for the <b>second week</b> of next month.",
    "This is fixed in firmware 2.4.1. The instructions are attached.",
)

FAMILY_JA = (
    "加瀬",
    "榎本",
    "久保田",
    "塩谷",
    "長谷",
    "三上",
    "矢代",
    "野々村",
    "相馬",
    "戸田",
    "宇野",
    "黒木",
)
GIVEN_JA = ("翔太", "由美", "健一", "沙織", "拓也", "恵", "直人", "美咲", "裕", "千夏", "隆", "葵")
FAMILY_EN = ("Abbott", "Berg", "Castillo", "Dunn", "Eriksen", "Fowler", "Grant", "Hoffman", "Iyer", "Jansen")
GIVEN_EN = ("Alice", "Ben", "Carla", "David", "Elif", "Frank", "Gina", "Hugo", "Irene", "Jack")
FAMILY_ROMAN = (
    "kase", "enomoto", "kubota", "shioya", "hase", "mikami",
    "yashiro", "nonomura", "soma", "toda", "uno", "kuroki",
)  # fmt: skip
