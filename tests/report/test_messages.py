"""The message catalogue against itself, against the code and against the fonts."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from analysis.report import words as words_module
from analysis.report.fonts import missing_characters
from analysis.report.words import LOCALE_FOLDER, LOCALES, _read_messages

REPORT_FOLDER = Path(words_module.__file__).parent
NOTEBOOKS = REPORT_FOLDER.parents[2] / "notebooks"
TEMPLATE_TYPES = {".j2", ".html", ".typ"}

# What the field writes in Latin letters in Chinese texts, too.
LATIN_IN_CHINESE = {
    "Aalen",
    "Aguirre",
    "AIC",
    "AUC",
    "Austin",
    "beta",
    "BG",
    "BIC",
    "Brier",
    "CFI",
    "Cox",
    "delta",
    "dfbeta",
    "Efron",
    "Farewell",
    "Fornell",
    "Greenwood",
    "Harman",
    "Harrell",
    "Hernandez",
    "Holm",
    "HTML",
    "IPCW",
    "Johansen",
    "Kalbfleisch",
    "Kaplan",
    "Kish",
    "Larcker",
    "Lawless",
    "lifelines",
    "Meier",
    "Nair",
    "NBD",
    "Nelson",
    "PDF",
    "Podsakoff",
    "RFM",
    "RMSEA",
    "RMST",
    "Schoenfeld",
    "SRMR",
    "Terwee",
    "Wald",
    "Weibull",
    "Wilson",
}


@cache
def messages(language: str) -> dict[str, fluent.Message]:
    """All messages of a language by key; a key given twice fails."""
    found: dict[str, fluent.Message] = {}
    for path in sorted((LOCALE_FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} is given twice"
                found[entry.id.name] = entry
    return found


def nodes(message: fluent.Message) -> Iterator[object]:
    """``message`` and everything in it."""
    pending: list[object] = [message]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += node
        elif isinstance(node, fluent.BaseNode):
            yield node
            pending += vars(node).values()


def texts(message: fluent.Message) -> str:
    parts = [node.value for node in nodes(message) if isinstance(node, fluent.TextElement)]
    parts += [node.value for node in nodes(message) if isinstance(node, fluent.StringLiteral)]
    return "".join(parts)


def variables(message: fluent.Message) -> set[str]:
    return {node.id.name for node in nodes(message) if isinstance(node, fluent.VariableReference)}


def prefixes() -> set[str]:
    return {key.partition("-")[0] for key in messages("en")}


def code_trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(REPORT_FOLDER.rglob("*.py")):
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path.name, ast.parse("".join(cell["source"]))


def key_pattern(node: ast.AST) -> str | None:
    """The keys a string, or an f-string that begins with a topic and more, may stand for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value) if node.value.partition("-")[0] in prefixes() else None
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        start = str(node.values[0].value)
        if start.partition("-")[0] in prefixes() and start.partition("-")[2].strip("-"):
            return "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in node.values
            )
    return None


@cache
def mentioned_patterns() -> frozenset[str]:
    found = {
        pattern
        for _, tree in code_trees()
        for node in ast.walk(tree)
        if (pattern := key_pattern(node))
    }
    for path in REPORT_FOLDER.rglob("*"):
        if path.suffix in TEMPLATE_TYPES:
            quoted = re.findall(r"""["']([a-z]+(?:-[a-z0-9_]+)+-?)["']""", path.read_text("utf-8"))
            # A key that ends in a hyphen goes on with a value, as in words('document-status-' ~ x).
            found |= {re.escape(key) + (".+" if key.endswith("-") else "") for key in quoted}
    return frozenset(found)


def called_keys() -> Iterator[tuple[str, str]]:
    """File and key pattern of every ``words("...")`` and ``x.words("...")``."""
    for name, tree in code_trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                pattern = key_pattern(node.args[0])
                if called == "words" and isinstance(node.args[0], ast.Constant):
                    yield name, re.escape(str(node.args[0].value))
                elif called == "words" and pattern:
                    yield name, pattern


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_file_is_fluent(language: str) -> None:
    for path in (LOCALE_FOLDER / language).glob("*.ftl"):
        _read_messages(path)


def test_both_languages_have_the_same_files_and_keys() -> None:
    names = [{path.name for path in (LOCALE_FOLDER / one).iterdir()} for one in LOCALES]
    assert names[0] == names[1]
    assert set(messages("en")) == set(messages("zh"))


def test_both_languages_use_the_same_values() -> None:
    differing = {
        key: (variables(messages("en")[key]), variables(messages("zh")[key]))
        for key in messages("en")
        # A language without plurals may leave out a count that only chooses the wording.
        if variables(messages("en")[key]) - {"count", "n"}
        != variables(messages("zh")[key]) - {"count", "n"}
    }
    assert not differing


def test_no_message_is_unused() -> None:
    used = re.compile("|".join(f"(?:{pattern})" for pattern in mentioned_patterns()))
    assert [key for key in messages("en") if not used.fullmatch(key)] == []


def test_no_key_is_missing() -> None:
    missing = [
        f"{name}: {pattern}"
        for name, pattern in called_keys()
        if not any(re.fullmatch(pattern, key) for key in messages("en"))
    ]
    assert missing == []


def test_the_code_calls_messages_at_all() -> None:
    assert len(list(called_keys())) > 10


def test_chinese_messages_are_chinese() -> None:
    foreign = {}
    for key, message in messages("zh").items():
        prose = re.sub(r"study\.yml( 的 [a-z_]+)?", "", texts(message))  # names of things to edit
        if found := set(re.findall(r"[A-Za-z]{2,}", prose)) - LATIN_IN_CHINESE:
            foreign[key] = found
    assert foreign == {}


def test_english_messages_are_not_chinese() -> None:
    assert [
        key
        for key, message in messages("en").items()
        if not texts(message).isascii() and re.search(r"[\u2e80-\uffef]", texts(message))
    ] == []


def test_every_message_with_words_is_translated() -> None:
    same = [
        key
        for key, message in messages("en").items()
        if re.search(r"[A-Za-z]{2,}", texts(message))
        and texts(message) == texts(messages("zh")[key])
        and not set(re.findall(r"[A-Za-z]{2,}", texts(message))) <= LATIN_IN_CHINESE
    ]
    assert same == []


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_character_has_a_glyph(language: str) -> None:
    lacking = {
        key: missing
        for key, message in messages(language).items()
        if (missing := missing_characters(texts(message), language))
    }
    assert lacking == {}


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_no_message_holds_markup(language: str) -> None:
    marked = [
        key
        for key, message in messages(language).items()
        if re.search(r"</?[a-z]+[ >]|\*\*|\[[^\]]+\]\(", texts(message))
    ]
    assert marked == []


def test_junk_in_a_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.ftl"
    path.write_text("common-x = fine\nthis is no message\n", encoding="utf-8")
    with pytest.raises(ValueError, match="this is no message"):
        _read_messages(path)
