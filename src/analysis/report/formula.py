"""Formulas written in LaTeX, for the PDF (Typst) and for the page (MathML), without a network."""

import re
from functools import cache

import tex2typst
import typst

from analysis.errors import AnalysisError

_MATHML = re.compile(r"<math.*</math>", re.DOTALL)

# Typst writes accents as combining characters, which a page without a mathematical font misplaces;
# MathML Core wants the spacing ones.
_ACCENTS = str.maketrans("\u0302\u0303\u0304\u0307\u0308", "^~\u00af\u02d9\u00a8")


@cache
def formula_to_typst(latex: str) -> str:
    """``latex`` as Typst math; raises AnalysisError when it cannot be read."""
    try:
        return str(tex2typst.tex2typst(latex))
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise AnalysisError(f"formula {latex!r} cannot be converted: {reason}") from error


@cache
def formula_to_mathml(latex: str) -> str:
    """``latex`` as one ``<math>`` element; raises AnalysisError when it cannot be read."""
    source = f"$ {formula_to_typst(latex)} $".encode()
    try:
        page = _compiler().compile(source, format="html")
    except typst.TypstError as error:
        raise AnalysisError(f"formula {latex!r} cannot be set: {error.message}") from error
    assert isinstance(page, bytes)
    found = _MATHML.search(page.decode("utf-8"))
    if found is None or not latex.strip():
        raise AnalysisError(f"formula {latex!r} is empty")
    return found[0].translate(_ACCENTS)


@cache
def _compiler() -> typst.Compiler:
    """Typst's own fonts are enough: a page names its own."""
    return typst.Compiler(ignore_system_fonts=True)
