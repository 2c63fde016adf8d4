"""Characters that are not text are dropped or shown as such."""

import pytest

from analysis.report.plain_text import clean, clean_code, well_formed


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("two\n lines\t", "two lines"),
        ("a\u202eb\u200fc\ufeffd\u200b", "abcd"),
        ("a\x00b\x1bc", "a?b?c"),
        ("a\ud800b", "a?b"),
        ("a\uffffb", "a?b"),
        ("e\u0301", "é"),
        ("<b>#import", "<b>#import"),
    ],
)
def test_text_is_cleaned(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_code_keeps_its_lines_and_indentation() -> None:
    assert clean_code("\nif a:\r\n    b = '\u202e'\n") == "if a:\n    b = ''"


def test_joiners_stay_as_they_change_spelling() -> None:
    assert clean("क\u094d\u200dष") == "क\u094d\u200dष"


def test_lone_surrogates_are_replaced_in_markup() -> None:
    assert well_formed("<svg>\ud800</svg>") == "<svg>?</svg>"
