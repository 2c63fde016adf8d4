"""Models as values: read from lavaan's syntax, completed by its defaults, checked."""

import math

import numpy as np
import pytest
from structural_values import key_of, lavaan

from analysis.errors import ParameterError
from analysis.estimate.structural.defined import evaluate_defined, evaluate_expression
from analysis.estimate.structural.parameter_table import build_parameter_table
from analysis.estimate.structural.ram import build_ram_model
from analysis.estimate.structural.specification import (
    Defined,
    Specification,
    Term,
    specify_model,
)
from analysis.estimate.structural.syntax import read_model_syntax

TRUST = {"satisfaction": ["q1", "q2", "q3"], "trust": ["t1", "t2"], "loyalty": ["l1", "l2", "l3"]}


@pytest.mark.parametrize("case", ["holzinger", "second_order", "democracy", "mobi_reduced"])
def test_the_defaults_are_those_of_lavaan(case: str) -> None:
    stored = lavaan()[case]
    table = build_parameter_table(read_model_syntax(stored["model"]), mean_structure=False)
    ours = {key_of(t.left, t.operator, t.right) for t in table.itertuples()}
    theirs = zip(*(stored["parameters"][k] for k in ("left", "operator", "right")), strict=True)
    assert ours == {key_of(*term) for term in theirs if term[1] != ":="}
    assert table["free"].max() + 1 == stored["fit"]["npar"]


def test_syntax_and_values_say_the_same() -> None:
    text = """
    satisfaction =~ q1 + q2 + q3   # a comment
    trust =~ t1 + t2 ! another
    loyalty =~ l1 +
               l2 + l3
    trust ~ a*satisfaction; loyalty ~ satisfaction + b*trust
    q1 ~~ q2
    through := a * b
    """
    values = specify_model(
        TRUST,
        {"trust": ["a*satisfaction"], "loyalty": ["satisfaction", "b*trust"]},
        covariances=[("q1", "q2")],
        defined={"through": "a * b"},
    )
    assert read_model_syntax(text) == values
    assert values.constructs == ("satisfaction", "trust", "loyalty")
    assert values.indicators("trust") == ("t1", "t2")
    assert values.causes("loyalty") == ("satisfaction", "trust")
    assert len(values.observed) == 8


def test_labels_numbers_and_equalities() -> None:
    text = """
    f =~ NA*x1 + a*x2 + b*x3 + 0.5*x4
    f ~~ 1*f
    a == b
    twice := 2 * b
    """
    model = build_ram_model(read_model_syntax(text))
    loadings = model.table.iloc[:4]
    assert loadings["free"].tolist() == [0, 1, 1, -1]
    assert loadings["value"].iloc[3] == 0.5
    assert model.table.set_index(["left", "operator", "right"]).loc[("f", "~~", "f"), "value"] == 1
    assert model.specification.defined == (Defined("twice", "2 * a"),)
    fixed = read_model_syntax("f =~ x1 + a*x2 + x3 + x4\n a == 0.7")
    assert build_ram_model(fixed).table.loc[1, "value"] == 0.7


def test_a_label_shared_with_a_marker_fixes_both_as_in_lavaan() -> None:
    table = build_parameter_table(
        read_model_syntax("f =~ a*x1 + a*x2 + x3 + x4"), mean_structure=False
    )
    assert table["value"].tolist()[:2] == [1.0, 1.0]


def test_constructs_and_items_that_are_causes_covary_when_specified_as_values() -> None:
    values = specify_model({"f": ["x1", "x2", "x3"]}, {"y": ["f", "z"]})
    terms = {key_of(t.left, t.operator, t.right) for t in values.terms}
    assert key_of("f", "~~", "z") in terms


def test_intercepts_come_with_a_mean_structure() -> None:
    specification = read_model_syntax("f =~ x1 + x2 + x3\n x2 ~ 0*1")
    table = build_parameter_table(specification, mean_structure=True)
    level = table[table["operator"] == "~1"].set_index("left")["value"]
    assert level["x2"] == 0 and level["f"] == 0 and math.isnan(level["x1"])
    assert "~1" not in set(build_parameter_table(specification, mean_structure=False)["operator"])


BAD_TEXTS = {
    "f =~ x1 + x2\n y & z": "line 2.*no operator",
    "f =~ x1 + x 2": "line 1.*'x 2' is no name",
    "f =~ x1 +": "line 1.*ends in an operator",
    "f =~ start(1)*x1 + x2": "neither a label, a number nor NA",
    "": "the model is empty",
    "f =~ x1 + x2 + x1": "says f =~ x1 twice",
    "f =~ x1 + x2\n x1 ~~ x2\n x2 ~~ x1": "twice",
    "f =~ x1 + a*x2 + x3\n d := aa + 1": "d := aa . 1 uses aa, no label; did you mean a",
    "f =~ x1 + a*x2 + x3\n d := a b": "cannot read the definition",
    "f =~ x1 + a*x2 + x3\n d := e\n e := d": "definitions go round",
    "f =~ x1 + a*x2 + x3\n a == x + 1": "only two labels",
    "f =~ x1 + x2 + x3\n a == b": "neither is a label",
}


@pytest.mark.parametrize(("text", "message"), BAD_TEXTS.items())
def test_a_model_that_cannot_be_read_says_where(text: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        read_model_syntax(text)


def test_a_circular_path_is_named() -> None:
    with pytest.raises(ParameterError, match="non-recursive") as error:
        specify_model(
            TRUST, {"trust": ["satisfaction"], "loyalty": ["trust"], "satisfaction": ["loyalty"]}
        )
    for name in TRUST:
        assert name in str(error.value)


def test_a_construct_with_one_item_is_named_unless_its_error_is_known() -> None:
    with pytest.raises(ParameterError, match=r"construct trust has one item \(t1\)"):
        specify_model({**TRUST, "trust": ["t1"]}, {"loyalty": ["trust"]})
    read_model_syntax("f =~ x1\n x1 ~~ 0.2*x1\n g =~ y1 + y2 + y3\n g ~ f")


def test_defined_quantities_are_arithmetic_and_nothing_else() -> None:
    assert evaluate_expression("-a^2 + sqrt(b)/2", {"a": 3.0, "b": 16.0}) == -7.0
    assert evaluate_defined({"t": "i + a", "i": "a*b"}, {"a": 2.0, "b": 3.0}) == {"t": 8.0, "i": 6}
    for unsafe in ("__import__('os')", "a.real", "[a][0]", "a if a else b", "'a'"):
        with pytest.raises(ParameterError):
            evaluate_expression(unsafe, {"a": 1.0, "b": 2.0})


def test_everything_fixed_leaves_nothing_to_estimate() -> None:
    terms = tuple(Term(x, "~~", x, value=1.0) for x in ("x", "y"))
    with pytest.raises(ParameterError, match="nothing is left to estimate"):
        build_ram_model(Specification(terms))


def test_the_same_label_cannot_be_fixed_twice() -> None:
    terms = (
        Term("f", "=~", "x1", "a", 1.0),
        Term("f", "=~", "x2", "a", 2.0),
        Term("f", "=~", "x3"),
    )
    with pytest.raises(ParameterError, match="label a is fixed at both 1 and 2"):
        build_ram_model(Specification(terms))


def test_names_are_in_order_of_appearance() -> None:
    model = build_ram_model(read_model_syntax("f =~ b + a + c\n y ~ f"))
    assert model.names == ("b", "a", "c", "y", "f")
    assert model.parameter_names[0] == "f =~ a"
    assert np.array_equal(np.unique(model.free[model.free >= 0]), np.arange(model.n_parameters))
