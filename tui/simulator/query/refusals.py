"""What Kintone answers to a query that it does not accept: one function per error code.

Kintone publishes no list of these codes. The codes and the Japanese sentences were seen in answers of
Kintone; where nobody has published a sentence, it is worded after its neighbours.
"""

from __future__ import annotations


class QueryRefused(Exception):
    """A query that Kintone answers with an error.

    `message` is the English sentence, `message_ja` the Japanese one. `errors` names the request's parameter
    and its sentences in English (`errors_ja`: in Japanese) when the code is CB_VA01, and is None otherwise.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        message_ja: str,
        errors: dict[str, list[str]] | None = None,
        errors_ja: dict[str, list[str]] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.message_ja = message_ja
        self.errors = errors
        self.errors_ja = errors_ja


def invalid(sentence: str, sentence_ja: str) -> QueryRefused:
    """CB_VA01, with the sentence under `errors.query`."""
    return QueryRefused(
        400,
        "CB_VA01",
        "Missing or invalid input.",
        "入力内容が正しくありません。",
        {"query": [sentence]},
        {"query": [sentence_ja]},
    )


def syntax() -> QueryRefused:
    return invalid("The query syntax is incorrect.", "クエリ記法が間違っています。")


def bad_value(label: str, value: str) -> QueryRefused:
    return invalid(
        f'The value "{value}" cannot be used for the field "{label}".',
        f"フィールド「{label}」には値「{value}」を使用できません。",
    )


def function_not_allowed(label: str, function: str) -> QueryRefused:
    return invalid(
        f'The function {function}() cannot be used for the field "{label}".',
        f"フィールド「{label}」には関数{function}()を使用できません。",
    )


def no_permission() -> QueryRefused:
    return QueryRefused(403, "CB_NO02", "No privilege to proceed.", "権限がありません。")


def operator_not_allowed(code: str, operator: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ03",
        f'The operator "{operator}" cannot be used for the type of the field "{code}".',
        f"{code}フィールドのフィールドタイプには演算子{operator}を使用できません。",
    )


def equality_in_table(code: str, operator: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ07",
        f'Failed to load records. "{code}" is in a table, where the operator "{operator}" cannot be used.',
        "レコードを読み込めません。テーブルに設定している場合、"
        f"{code}フィールドのフィールドタイプには、演算子{operator}を使用できません。",
    )


def unknown_option(label: str, value: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ10",
        f'"{value}" does not exist in the options of the field "{label}".',
        f"フィールド「{label}」の項目に「{value}」は存在しません。",
    )


def unknown_field(code: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ11",
        f"The specified field ({code}) is not found.",
        f"指定されたフィールド（{code}）が見つかりません。",
    )


def bad_day(value: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ23",
        f"The specified day ({value}) is invalid. Specify an integer from 1 to 31.",
        f"指定した日にち（{value}）は無効です。1から31までの整数で指定します。",
    )


def bad_number(function: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ23",
        f"Specify an integer as the first argument of {function}().",
        f"{function}()の第1引数には、整数を指定します。",
    )


def bad_weekday(value: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ23",
        f"The specified day of the week ({value}) is invalid. Specify one from SUNDAY to SATURDAY.",
        f"指定した曜日（{value}）は無効です。SUNDAYからSATURDAYまでで指定します。",
    )


def bad_unit() -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IQ25",
        "Specify DAYS, WEEKS, MONTHS or YEARS as the second argument of FROM_TODAY().",
        "FROM_TODAY()の第2引数には、「DAYS」「WEEKS」「MONTHS」「YEARS」のいずれかを指定します。",
    )


def argument_count() -> QueryRefused:
    return QueryRefused(400, "GAIA_IL08", "The query is invalid.", "クエリの指定が不正です。")


def unknown_user(code: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IL26",
        f"The specified user (code: {code}) is not found.",
        f"指定したユーザー（code：{code}）が見つかりません。",
    )


def unknown_organization(code: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IL28",
        f"The specified department (code: {code}) is not found.",
        f"指定した組織（code：{code}）が見つかりません。",
    )


def unknown_group(code: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IL42",
        f"A user, department or group of the condition ({code}) does not exist. It may have been deleted.",
        "レコードの絞り込み条件に指定したユーザー、グループ、または組織が存在しません。削除された可能性があります。",
    )


def not_a_related_field(code: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IR02",
        f'The query on the field "{code}" is incorrect. It can only be used with a Related Records field.',
        f"フィールド「{code}」に指定したクエリが正しくありません。"
        "指定したクエリは、関連レコード一覧フィールドでのみ使用できます。",
    )


def not_sortable(label: str) -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_IS02",
        f'The field "{label}" cannot be used to sort records.',
        f"フィールド「{label}」ではレコードを並べ替えられません。",
    )


def process_management_off() -> QueryRefused:
    return QueryRefused(400, "GAIA_ST02", "Process management is disabled.", "プロセス管理が無効です。")


def limit_too_large() -> QueryRefused:
    return QueryRefused(
        400, "GAIA_QU01", "limit must be 500 or less.", "limit には 500 以下の値を指定してください。"
    )


def offset_too_large() -> QueryRefused:
    return QueryRefused(
        400,
        "GAIA_QU02",
        "offset must be 10,000 or less.",
        "offset には 10,000 以下の値を指定してください。",
    )
