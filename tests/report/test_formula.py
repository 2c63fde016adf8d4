"""Formulas for the page and for the PDF, from the same LaTeX."""

import pytest

from analysis.errors import AnalysisError
from analysis.report.formula import formula_to_mathml, formula_to_typst


def test_a_fraction_becomes_mathml() -> None:
    mathml = formula_to_mathml(r"\frac{d_i}{n_i}")
    assert mathml.startswith("<math")
    assert mathml.endswith("</math>")
    assert "<mfrac><msub>" in mathml


def test_operators_keep_their_names() -> None:
    assert formula_to_typst(r"\operatorname{Var}(x)") == 'op("Var")(x)'


def test_accents_are_spacing_characters() -> None:
    assert "<mo>^</mo>" in formula_to_mathml(r"\hat{S}")


def test_markup_in_a_formula_stays_text() -> None:
    assert "<script>" not in formula_to_mathml(r"\text{<script>}")


@pytest.mark.parametrize("latex", [r"\frac{1}{", r"\nosuchthing x", ""])
def test_a_broken_formula_is_named(latex: str) -> None:
    with pytest.raises(AnalysisError, match="formula"):
        formula_to_mathml(latex)
