"""The frame of every HTML page of the simulated Kintone: no script, nothing from elsewhere, light or dark."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
:root {
  color-scheme: light dark;
  --accent: #0b6bcb; --on-accent: #fff; --text: #1d2630; --soft: #5a6673;
  --line: #d8dee5; --ground: #f3f5f8; --card: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: #6db3ff; --on-accent: #06223f; --text: #e6ebf0; --soft: #9aa7b4;
    --line: #36414c; --ground: #12171c; --card: #1b2229;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
.notice {
  margin: 0; padding: .6rem 1rem; border-bottom: 1px solid var(--line);
  color: var(--soft); font-size: .875rem; text-align: center;
}
main {
  width: min(30rem, 100% - 2rem); margin: clamp(1rem, 8vh, 5rem) auto 2rem;
  padding: clamp(1.25rem, 5vw, 2.25rem);
  background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: break-word;
}
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
p:last-child { margin: 0; }
ul { margin: 0 0 1.5rem; padding: 0; list-style: none; border-block: 1px solid var(--line); }
li { padding: .6rem 0; }
li + li { border-top: 1px solid var(--line); }
li::before {
  content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .75rem;
  border-radius: 50%; background: var(--accent);
}
.soft { color: var(--soft); font-size: .875rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; margin-bottom: 1.25rem; }
.row > * { flex: 1 1 8rem; }
button {
  width: 100%; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: transparent; color: inherit; font: inherit; cursor: pointer;
}
button + button { margin-top: .6rem; }
.row button { margin: 0; }
button:hover { border-color: var(--accent); }
button.first {
  border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600;
}
button.link {
  width: auto; min-height: 0; padding: 0; border: 0; color: var(--accent); text-decoration: underline;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-size: .9em; }
"""

_HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to where a form's answer redirects, which is the client.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
}


def page(title: str, content: str, *, status: int = 200) -> HTMLResponse:
    """A page with `title` (text) and `content` (HTML that is safe already)."""
    return HTMLResponse(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – simulated Kintone</title>
<style>{_STYLE}</style>
</head>
<body>
<p class="notice">This is a <strong>simulated Kintone</strong> on this computer. Nobody here is real.</p>
<main>
<h1>{escape(title)}</h1>
{content}
</main>
</body>
</html>
""",
        status,
        _HEADERS,
    )


def message(title: str, *sentences: str, status: int = 200) -> HTMLResponse:
    """A page that only says something; `sentences` are text, a paragraph each."""
    return page(title, "\n".join(f"<p>{escape(sentence)}</p>" for sentence in sentences), status=status)
