"""Fonts inside a page: only the characters it uses, as woff2 in data URIs."""

import base64
import html
import importlib.util
import io
import re
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from analysis.report.fonts import CHINESE_FAMILY, LATIN_FAMILY, font_family, report_fonts

_WEIGHTS = {"Regular": 400, "Semibold": 600}  # the two the style sheet asks for
_SYSTEM_FAMILIES = {
    "en": 'system-ui, "Helvetica Neue", Arial, sans-serif',
    "zh": '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif',
}
# In a Chinese page the Latin face must not take the marks Chinese sets full width: · — ‘ ’ “ ” ….
_LATIN_RANGE = "U+0-B6, U+B8-2013, U+2015-2017, U+201A-201B, U+201E-2024, U+2027-2BFF"
_NOT_TEXT = re.compile(r"<style.*?</style>|<math.*?</math>", re.DOTALL)
_MATH = re.compile(r"<math.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def font_style(page: str, language: str) -> str:
    """The ``@font-face`` rules, and the families, that the text of ``page`` (HTML) needs.

    Raises ParameterError when a font of ``language`` is not installed.
    """
    text = _characters(_NOT_TEXT.sub("", page))
    rules = [_face(path, text, language) for path in report_fonts(language) if _weight(path)]
    formulas = _characters("".join(_MATH.findall(page)))
    if formulas:
        rules.append(_rule("Report Math", 400, _subset(_math_font(), formulas)))
    families = ", ".join(f'"{name}"' for name in font_family(language))
    return "\n".join(
        [*rules, f":root {{ --text-face: {families}, {_SYSTEM_FAMILIES[language]}; }}"]
    )


def _characters(page: str) -> str:
    return "".join(sorted(set(html.unescape(_TAG.sub("", page)))))


def _is_latin(path: Path) -> bool:
    return path.stem.startswith(LATIN_FAMILY.replace(" ", ""))


def _weight(path: Path) -> int:
    """The CSS weight of a font file; 0 when pages do not use it."""
    return _WEIGHTS.get(path.stem.split("-")[1], 0)


def _face(path: Path, text: str, language: str) -> str:
    if not _is_latin(path):
        return _rule(CHINESE_FAMILY, 400, _subset(path, text))
    limits = f"unicode-range: {_LATIN_RANGE};" if language == "zh" else ""
    return _rule(LATIN_FAMILY, _weight(path), _subset(path, text), limits)


def _rule(family: str, weight: int, font: bytes, limits: str = "") -> str:
    data = base64.b64encode(font).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; {limits} '
        f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}'
    )


@cache
def _subset(path: Path, characters: str) -> bytes:
    """A font with only ``characters``; the same bytes every time."""
    with TTFont(path, recalcTimestamp=False, recalcBBoxes=False, lazy=True) as font:
        options = subset.Options(hinting=False, layout_features=["kern"])
        options.flavor = "woff2"
        options.drop_tables += ["FFTM", "GSUB", "GDEF"]  # all but kerning: twice as fast
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        target = io.BytesIO()
        font.save(target)
    return target.getvalue()


def _math_font() -> Path:
    """STIX, which comes with matplotlib: for machines without a mathematical font of their own."""
    package = importlib.util.find_spec("matplotlib")  # found, not imported: that takes a while
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf" / "STIXGeneral.ttf"
