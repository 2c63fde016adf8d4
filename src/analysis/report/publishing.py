"""The two files of a report, from one executed notebook."""

from pathlib import Path

from analysis.report.document import read_document
from analysis.report.html import render_html
from analysis.report.pdf import render_pdf


def render_notebook(path: Path | str, folder: Path | str) -> list[Path]:
    """Write the notebook's HTML and PDF into ``folder``, under its own name; their paths.

    Raises AnalysisError when the notebook holds no report or cannot be set, ParameterError when a
    font is not installed, OSError when ``folder`` cannot be written.
    """
    document = read_document(path)
    page, pdf = render_html(document), render_pdf(document)
    stem = Path(folder) / Path(path).stem
    html_path, pdf_path = stem.with_name(f"{stem.name}.html"), stem.with_name(f"{stem.name}.pdf")
    html_path.write_text(page, encoding="utf-8")
    pdf_path.write_bytes(pdf)
    return [html_path, pdf_path]
