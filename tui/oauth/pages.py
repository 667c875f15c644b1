"""What the browser shows: a few plain pages, in Japanese and English.

They hold nothing of the visit or the person, only the host that was signed in to. There is no script, nothing
is loaded from anywhere, and a policy in the headers lets no other page use them.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import html
from dataclasses import dataclass
from http import HTTPStatus

from tui.oauth.http import Headers, Response

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.1rem/1.7 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}"
    "h1{font-size:1.3rem;line-height:1.5;margin:0 0 .3rem}p{margin:0 0 2.5rem}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")

SECURITY_HEADERS: Headers = (
    (b"Cache-Control", b"no-store"),
    (b"Referrer-Policy", b"no-referrer"),
    (
        b"Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'".encode("ascii"),
    ),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Cross-Origin-Opener-Policy", b"same-origin"),
)
"""No Strict-Transport-Security: it would hold for every other server on this computer's localhost."""


@dataclass(frozen=True, slots=True)
class _Words:
    """`{host}` in them is the Kintone that is signed in to."""

    status: HTTPStatus
    title_ja: str
    text_ja: str
    title_en: str
    text_en: str


class Page(enum.Enum):
    ARRIVED = _Words(
        HTTPStatus.OK,
        "{host} からの応答を受け取りました",
        "このページを閉じて、ターミナルに戻ってください。",
        "The answer from {host} has arrived",
        "You can close this page and go back to your terminal.",
    )
    DENIED = _Words(
        HTTPStatus.OK,
        "{host} でのサインインは許可されませんでした",
        "何も保存されていません。ターミナルに戻ってください。",
        "The sign-in to {host} was not allowed",
        "Nothing was saved. Go back to your terminal.",
    )
    NOT_OURS = _Words(
        HTTPStatus.BAD_REQUEST,
        "このサインイン用リンクは古いか、このプログラムのものではありません",
        "ターミナルに表示されている最新のアドレスを開いてください。",
        "This sign-in link is old or not ours",
        "Open the address that your terminal shows now.",
    )
    OVER = _Words(
        HTTPStatus.GONE,
        "このサインインは終了しています",
        "ターミナルに戻ってください。",
        "This sign-in is over",
        "Go back to your terminal.",
    )
    PLAIN_HTTP = _Words(
        HTTPStatus.BAD_REQUEST,
        "アドレスは https:// で始まる必要があります",
        "ターミナルに表示されているアドレスをそのまま開いてください。",
        "The address must begin with https://",
        "Open the address exactly as your terminal shows it.",
    )
    BAD_REQUEST = _Words(
        HTTPStatus.BAD_REQUEST,
        "リクエストを読み取れません",
        "ターミナルに戻ってください。",
        "This request cannot be read",
        "Go back to your terminal.",
    )
    TOO_LONG = _Words(
        HTTPStatus.REQUEST_URI_TOO_LONG,
        "アドレスが長すぎます",
        "ターミナルに戻ってください。",
        "This address is too long",
        "Go back to your terminal.",
    )
    TOO_MANY_HEADERS = _Words(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "リクエストヘッダーが大きすぎます",
        "ターミナルに戻ってください。",
        "The headers of this request are too large",
        "Go back to your terminal.",
    )
    NOT_FOUND = _Words(
        HTTPStatus.NOT_FOUND,
        "このアドレスには何もありません",
        "ターミナルに表示されているアドレスを開いてください。",
        "There is nothing at this address",
        "Open the address that your terminal shows.",
    )
    NOT_ALLOWED = _Words(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "このアドレスはページの表示にだけ対応しています",
        "ターミナルに戻ってください。",
        "This address can only be opened",
        "Go back to your terminal.",
    )
    FORBIDDEN = _Words(
        HTTPStatus.FORBIDDEN,
        "このアドレスはブラウザーで直接開いてください",
        "ほかのページの中からは利用できません。",
        "This address must be opened in a browser tab of its own",
        "Other pages cannot use it.",
    )
    MISDIRECTED = _Words(
        HTTPStatus.MISDIRECTED_REQUEST,
        "このサーバーのアドレスではありません",
        "ターミナルに表示されているアドレスを開いてください。",
        "This is not an address of this server",
        "Open the address that your terminal shows.",
    )
    TOO_MANY = _Words(
        HTTPStatus.TOO_MANY_REQUESTS,
        "しばらく待ってから、もう一度開いてください",
        "間違ったアドレスが何度も開かれました。",
        "Wait a minute, then open it again",
        "Wrong addresses were opened too often.",
    )
    FAILED = _Words(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "プログラムで問題が発生しました",
        "ターミナルに戻り、アドレスを貼り付けてください。",
        "Something went wrong in the program",
        "Go back to your terminal and paste the address there.",
    )


def page(which: Page, *, host: str = "", headers: Headers = (), link: str = "") -> Response:
    """`host` fills the words that name it; `link` is an address to go on to."""
    words = which.value
    body = _html(words, host=host, link=link).encode()
    kind: Headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    return Response(words.status, kind + SECURITY_HEADERS + headers, body)


def redirect(location: str) -> Response:
    """303, so that nothing of the request is repeated at the new place (RFC 9700 section 4.12)."""
    return Response(HTTPStatus.SEE_OTHER, (*SECURITY_HEADERS, (b"Location", location.encode("ascii"))))


def nothing() -> Response:
    return Response(HTTPStatus.NO_CONTENT, SECURITY_HEADERS)


def for_status(status: HTTPStatus) -> Response:
    """The page for a request that could not be read."""
    too_large = {which.value.status: which for which in (Page.TOO_LONG, Page.TOO_MANY_HEADERS)}
    return page(too_large.get(status, Page.BAD_REQUEST))


def _html(words: _Words, *, host: str, link: str) -> str:
    def filled(text: str) -> str:
        return html.escape(text.format(host=host))

    anchor = f'<p><a href="{html.escape(link)}">{html.escape(link)}</a></p>' if link else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>kintone-tui</title>'
        f"<style>{_STYLE}</style></head><body>"
        f'<div lang="ja"><h1>{filled(words.title_ja)}</h1><p>{filled(words.text_ja)}</p></div>'
        f'<div lang="en"><h1>{filled(words.title_en)}</h1><p>{filled(words.text_en)}</p></div>'
        f"{anchor}</body></html>"
    )
