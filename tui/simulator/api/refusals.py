"""How Kintone says no: a status, a code, a sentence in the reader's language and an id for support.

Codes are Kintone's; there is no official list of them, so these are the ones that its pages, its SDK's tests
and answers seen by others show.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from starlette.responses import Response

from tui.simulator.api.language import Language


class Words(NamedTuple):
    """One sentence in both languages."""

    en: str
    ja: str


Problems = Mapping[str, Sequence[Words]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """`errors` maps a parameter to what is wrong with it; only CB_VA01 has any."""

    status: int
    code: str
    message: Words
    errors: Problems = field(default_factory=dict)

    def response(self, language: Language) -> Response:
        content: dict[str, object] = {
            "code": self.code,
            "id": secrets.token_urlsafe(15),
            "message": getattr(self.message, language),
        }
        if self.errors:
            content["errors"] = {
                name: {"messages": [getattr(words, language) for words in problems]}
                for name, problems in self.errors.items()
            }
        return Response(
            msgspec.json.encode(content),
            self.status,
            {"X-Cybozu-Error": self.code},
            "application/json;charset=utf-8",
        )


class RefusedError(Exception):
    """Ends a request with a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def invalid_input(errors: Problems) -> RefusedError:
    return RefusedError(
        Refusal(400, "CB_VA01", Words("Missing or invalid input.", "入力内容が正しくありません。"), errors)
    )


def not_signed_in() -> RefusedError:
    return RefusedError(Refusal(401, "CB_AU01", Words("Please login.", "ログインしてください。")))


def wrong_password() -> RefusedError:
    words = Words(
        "The login name or password is incorrect.", "ログイン名またはパスワードが正しくありません。"
    )
    return RefusedError(Refusal(401, "CB_WA01", words))


def _oauth(status: int) -> RefusedError:
    words = Words("Cannot access protected resource.", "保護されたリソースにアクセスできません。")
    return RefusedError(Refusal(status, "CB_OA01", words))


def dead_access_token() -> RefusedError:
    return _oauth(401)


def missing_scope() -> RefusedError:
    """The same code as a dead token; only the status tells the two apart."""
    return _oauth(403)


def no_permission() -> RefusedError:
    return RefusedError(Refusal(403, "CB_NO02", Words("No privilege to proceed.", "権限がありません。")))


def token_of_another_app() -> RefusedError:
    words = Words(
        "The specified API token cannot be used for this app.",
        "指定したAPIトークンは、このアプリでは使用できません。",
    )
    return RefusedError(Refusal(400, "GAIA_IA02", words))


def app_not_found(app_id: int) -> RefusedError:
    words = Words(
        f"The app (ID: {app_id}) not found. The app may have been deleted.",
        f"指定したアプリ（id: {app_id}）が見つかりません。削除されている可能性があります。",
    )
    return RefusedError(Refusal(404, "GAIA_AP01", words))


def guest_space_app(status: int) -> RefusedError:
    words = Words(
        "To use an app in a guest space, send the request to /k/guest/(guest space ID)/v1/….",
        "ゲストスペース内のアプリを操作する場合は、/k/guest/(ゲストスペースのID)/v1/…のURLを使用してください。",
    )
    return RefusedError(Refusal(status, "GAIA_IL23", words))


def record_not_found(record_id: int) -> RefusedError:
    words = Words(
        f"The specified record (ID: {record_id}) is not found.",
        f"指定したレコード（id: {record_id}）が見つかりません。",
    )
    return RefusedError(Refusal(404, "GAIA_RE01", words))


def file_not_found() -> RefusedError:
    words = Words("The specified file is not found.", "指定したファイルが見つかりません。")
    return RefusedError(Refusal(404, "GAIA_BL01", words))


def invalid_json() -> RefusedError:
    return RefusedError(Refusal(400, "CB_IJ01", Words("Invalid JSON string.", "不正なJSON文字列です。")))


def illegal_request() -> RefusedError:
    return RefusedError(Refusal(400, "CB_IL02", Words("Illegal request.", "不正なリクエストです。")))


TOO_MANY_REQUESTS = Refusal(
    429,
    "GAIA_TO04",
    Words(
        "The maximum number of concurrent API requests has been reached. Wait a while and try again.",
        "同時に実行できるAPIリクエストの上限に達しました。しばらく待ってから、もう一度実行してください。",
    ),
)


def beyond_the_simulator() -> RefusedError:
    """An endpoint that Kintone has and its simulation has not; no code of Kintone's."""
    words = Words(
        "The simulated Kintone does not have this endpoint.",
        "このシミュレーターは、このAPIに対応していません。",
    )
    return RefusedError(Refusal(501, "SIMULATOR", words))
