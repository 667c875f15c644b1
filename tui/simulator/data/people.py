"""The people of the invented company, its organizations and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    code: str
    name: str

    def reference(self) -> dict[str, str]:
        """As it stands in a record."""
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True)
class User:
    """`id` is Kintone's internal number, by which records are sorted by creator.

    `organizations` begins with the primary one. `language` is "ja" or "en".
    """

    id: int
    code: str
    name: str
    timezone: str
    language: str
    organizations: tuple[Entity, ...] = ()
    groups: tuple[Entity, ...] = ()

    def reference(self) -> dict[str, str]:
        """As it stands in a record."""
        return {"code": self.code, "name": self.name}


SALES = Entity("sales", "営業部")
SUPPORT = Entity("support", "カスタマーサポート部")
CALIBRATION = Entity("calibration", "校正サービス部")
OVERSEAS = Entity("overseas", "Overseas Office")
ADMINISTRATION = Entity("administration", "管理部")
ORGANIZATIONS = (SALES, SUPPORT, CALIBRATION, OVERSEAS, ADMINISTRATION)

EVERYONE = Entity("everyone", "Everyone")
LEADERS = Entity("leaders", "Team leaders")
QUALITY = Entity("quality", "品質委員会")
GROUPS = (EVERYONE, LEADERS, QUALITY)

_TOKYO = "Asia/Tokyo"

MIKA = User(14, "mika", "太田 美香", _TOKYO, "ja", (SUPPORT, SALES), (EVERYONE, LEADERS))
JON = User(5, "jon", "Jon Hale", "America/Los_Angeles", "en", (OVERSEAS,), (EVERYONE,))
HARUTO = User(9, "haruto", "森本 陽斗", _TOKYO, "ja", (ADMINISTRATION,), (EVERYONE, LEADERS, QUALITY))
EMMA = User(21, "emma", "Emma Lindqvist", "Europe/Stockholm", "en", (), (EVERYONE,))
SIGN_IN = (MIKA, JON, HARUTO, EMMA)

KANA = User(2, "kana", "藤崎 佳奈", _TOKYO, "ja", (SALES,), (EVERYONE,))
YUI = User(3, "yui", "小野寺 結衣", _TOKYO, "ja", (SUPPORT,), (EVERYONE,))
SHUN = User(8, "shun", "高梨 駿", _TOKYO, "ja", (CALIBRATION,), (EVERYONE, QUALITY))
PRIYA = User(12, "priya", "Priya Raman", "Asia/Singapore", "en", (OVERSEAS,), (EVERYONE,))
LEO = User(17, "leo", "Leo Marchetti", "Europe/Rome", "en", (OVERSEAS,), (EVERYONE,))
DANIEL = User(26, "daniel", "Daniel Okafor", "Europe/London", "en", (SUPPORT,), (EVERYONE,))
RIKU = User(19, "riku", "三輪 陸", _TOKYO, "ja", (CALIBRATION,), (EVERYONE, QUALITY))
ANN = User(30, "guest/ann@partner.example", "Ann Whitlock", "Europe/London", "en")
EVERYBODY = (*SIGN_IN, KANA, YUI, SHUN, PRIYA, LEO, DANIEL, RIKU, ANN)

SELLERS = (KANA, MIKA, LEO, PRIYA, JON)
SUPPORTERS = (YUI, MIKA, DANIEL, JON, EMMA, PRIYA)
TECHNICIANS = (SHUN, RIKU, HARUTO)

REMOVED = {"code": "", "name": ""}
"""What a record shows of somebody who has been removed."""

USER_IDS: Mapping[str, int] = {user.code: user.id for user in EVERYBODY}
ORGANIZATION_IDS: Mapping[str, int] = {entity.code: place for place, entity in enumerate(ORGANIZATIONS)}
GROUP_IDS: Mapping[str, int] = {entity.code: place for place, entity in enumerate(GROUPS)}
