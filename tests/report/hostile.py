"""Texts that look like something else, and what a reader must see of them."""

from hcc_analysis.visible import REPLACEMENT as BOX

HOSTILE = {
    "<script>alert(1)</script>": None,
    "</w:t></w:r></w:p><w:p/>": None,
    "&amp; &#0; ]]> <!-- -->": None,
    "\\rtf1 \\par \\cell \\row } { \\*\\bin9 \\'41 \\u65?": None,
    '{\\field{\\*\\fldinst INCLUDETEXT "C:\\\\x"}}': None,
    "</style></script><script>alert(1)</script>": None,
    '"\' onmouseover="alert(1)" autofocus onfocus=alert(1) x="': None,
    "<img src=x onerror=alert(1)><svg onload=alert(1)>": None,
    "[a](javascript:alert(1)) <a href='javascript:alert(1)'>b</a>": None,
    '#import "x.typ" #eval("1") $x^2$ <label> @ref *b* _i_': None,
    "\\u{41} `raw` // comment /* x */ = h": None,
    "{{ 7 * 7 }} {% raw %} {# x #}": None,
    "{\\object\\objemb {\\*\\objdata 0105}} {\\field}": None,
    "=cmd|' /C calc'!A0": None,
    "+cmd|' /C calc'!A0": None,
    "-2+3+cmd|' /C calc'!A0": None,
    "\t=1+1": None,
    "\uff1d1+1": None,
    "\u2067right\u2069 \u061cmark\u200f": f"{BOX}right{BOX} {BOX}mark{BOX}",
    "=1+1": None,
    '=HYPERLINK("http://a.example";"x")': None,
    "@SUM(A1) +1 -1 |cmd": None,
    "TOC \\o PAGE \\* MERGEFORMAT": None,
    "5 µg/L ≥ ½ – 中文 \U0001f600 שלום": None,
    "  two  spaces  ": None,
    "one\ntwo\tthree": None,
    "a\x00b\x07c\x1bd\x7fe\x85f\rg": f"a{BOX}b{BOX}c{BOX}d{BOX}e{BOX}f{BOX}g",
    "left\u202eright\u2066x\u200by\ufeff": f"left{BOX}right{BOX}x{BOX}y{BOX}",
    "\ud800 \ufffe \uffff \ue000 \u2028": f"{BOX} {BOX} {BOX} {BOX} {BOX}",
    "x" * 100_000: None,
    "long words " * 9_000 + "end": None,
}
CASES = [(text, text if seen is None else seen) for text, seen in HOSTILE.items()]
NAMES = [repr(text[:24]) for text in HOSTILE]
