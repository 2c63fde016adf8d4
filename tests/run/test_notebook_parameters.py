from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ParameterError
from analysis.run.parameters import Parameter, check_parameters, convert_value, read_parameters

CELL = """\
study: str = "telco"  # the study: a folder's name, or a path
code: str = "a # b"
confidence_level: float = 1  # level of every interval
seed: int = -20261123  # seed of every random number
quick: bool = False
"""
DECLARED = [
    Parameter("study", str, "telco", ""),
    Parameter("confidence_level", float, 0.95, ""),
    Parameter("seed", int, 1, ""),
    Parameter("quick", bool, False, ""),
    Parameter("code", str, "", ""),
]


def test_a_parameters_cell_is_read_without_running_it() -> None:
    assert read_parameters(CELL, where="01.ipynb") == (
        Parameter("study", str, "telco", "the study: a folder's name, or a path"),
        Parameter("code", str, "a # b", ""),
        Parameter("confidence_level", float, 1.0, "level of every interval"),
        Parameter("seed", int, -20261123, "seed of every random number"),
        Parameter("quick", bool, False, ""),
    )


def test_every_fault_of_a_parameters_cell_is_named() -> None:
    cell = "a = 1\nb: list = []\nc: int = 1.5\nd: str = f()\ne: bool = 1\nimport os\nf: int\n"
    with pytest.raises(ParameterError) as caught:
        read_parameters(cell, where="01.ipynb")
    assert str(caught.value).splitlines() == [
        "01.ipynb: 'a = 1' declares no typed parameter with a default",
        "01.ipynb: 'b: list = []' has a type other than str, int, float, bool",
        "01.ipynb: the default in 'c: int = 1.5' is not of its type",
        "01.ipynb: the default in 'd: str = f()' is not a constant",
        "01.ipynb: the default in 'e: bool = 1' is not of its type",
        "01.ipynb: 'import os' declares no typed parameter with a default",
        "01.ipynb: 'f: int' declares no typed parameter with a default",
    ]


def test_a_parameters_cell_that_is_not_python() -> None:
    with pytest.raises(ParameterError, match="line 1 of the parameters cell is not Python"):
        read_parameters("study: str = ", where="01.ipynb")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("00123", str, "00123"),
        (" x ", str, " x "),
        ("00123", int, 123),
        ("+5", int, 5),
        ("5", float, 5.0),
        (".5", float, 0.5),
        ("1e-3", float, 0.001),
        ("TRUE", bool, True),
        ("off", bool, False),
        ("0", bool, False),
    ],
)
def test_values_are_converted_to_the_declared_type(text: str, kind: type, value: object) -> None:
    converted = convert_value(text, kind)
    assert converted == value
    assert type(converted) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("abc", int),
        ("1.0", int),
        ("1_000", int),
        ("١", int),
        ("", int),
        ("maybe", bool),
        ("2", bool),
    ]
    + [(text, float) for text in ("nan", "inf", "1e999", "0x1", "1,5", "")],
)
def test_values_of_the_wrong_type_are_refused(text: str, kind: type) -> None:
    with pytest.raises(ValueError, match="expected"):
        convert_value(text, kind)


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_survive(number: int) -> None:
    assert convert_value(str(number), int) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive(number: float) -> None:
    assert convert_value(repr(number), float) == number


def test_good_parameters() -> None:
    given_parameters = ["seed=3", "confidence_level=0.9", "quick=yes", "code=a=b"]
    assert check_parameters(DECLARED, given_parameters, language="zh") == {
        "seed": 3,
        "confidence_level": 0.9,
        "quick": True,
        "code": "a=b",
    }


def test_every_fault_of_given_parameters_is_named() -> None:
    given_parameters = [
        *("confidence_levl=0.9", "seed=abc", "confidence_level=95", "quick=yes", "quick=no"),
        *("study=cdnow", "nothing", "zzz=1", "seed=-1"),
    ]
    with pytest.raises(ParameterError) as caught:
        check_parameters(DECLARED, given_parameters, language="fr")
    assert str(caught.value).splitlines() == [
        "language: 'fr' is none of en, zh",
        "confidence_levl: no notebook has this parameter; did you mean confidence_level?",
        "seed: expected a whole number, not 'abc'",
        "confidence_level: 95 is outside 0.5 to 0.999",
        "quick: given twice",
        "study: cannot be set with -p; name the study as an argument",
        "'nothing' is not of the form name=value",
        "zzz: no notebook has this parameter; there are code, confidence_level, quick, seed",
        "seed: -1 is outside 0 to 4.29497e+09",
    ]


def test_a_parameter_must_suit_every_notebook_that_has_it() -> None:
    declared: list[Any] = [Parameter("level", str, "", ""), Parameter("level", int, 1, "")]
    with pytest.raises(ParameterError, match="expected a whole number"):
        check_parameters(declared, ["level=high"], language="en")
