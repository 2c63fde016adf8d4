"""Blocks as notebook outputs: exact for the exporters, readable in JupyterLab and in plain text."""

import base64
from html import escape
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from analysis.report.blocks import (
    BLOCK_MIME,
    Block,
    Cover,
    Figure,
    Finding,
    Formula,
    Glossary,
    Heading,
    Notice,
    Paragraph,
    Table,
    block_to_json,
)

END_METADATA = {"analysis": {"end": True}}


def emit_block(block: Block) -> None:
    """Show ``block`` as an output of the running cell."""
    _publish(mime_bundle(block))


def emit_end_mark(text: str) -> None:
    """The last output of a notebook; a run without it has not come to its end."""
    _publish({"text/plain": text}, END_METADATA)


def mime_bundle(block: Block) -> dict[str, Any]:
    """``block`` in every form a front end may want, by MIME type."""
    bundle: dict[str, Any] = {
        BLOCK_MIME: block_to_json(block),
        "text/html": preview_html(block),
        "text/plain": preview_text(block),
    }
    if isinstance(block, Figure):
        bundle["image/svg+xml"] = block.svg
    return bundle


def preview_text(block: Block) -> str:
    """What ``block`` says, in plain text."""
    match block:
        case Cover():
            figures = [
                f"{item.label}: {item.value} ({item.interval})" for item in block.key_figures
            ]
            return "\n".join([block.title, block.subtitle, *figures])
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph() | Finding():
            return block.text
        case Notice():
            return f"{block.title}: {block.text}"
        case Figure():
            return f"[{block.id}] {block.claim}\n{block.alt}"
        case Table():
            head = " | ".join(column.label for column in block.columns)
            return "\n".join([f"[{block.id}] {block.caption}", head, *map(" | ".join, block.rows)])
        case Formula():
            return f"[{block.id}] {block.alt}"
        case Glossary():
            return "\n".join(f"{term}: {meaning}" for term, meaning in block.entries)


def preview_html(block: Block) -> str:
    """A simple rendering for JupyterLab; every text in it is escaped."""
    match block:
        case Cover():
            cards = "".join(
                f"<li>{escape(item.label)}: <b>{escape(item.value)}</b> "
                f"{escape(item.interval)} {escape(item.note)}</li>"
                for item in block.key_figures
            )
            return f"<h1>{escape(block.title)}</h1><p>{escape(block.subtitle)}</p><ul>{cards}</ul>"
        case Heading():
            level = min(max(block.level, 1), 6)
            return f"<h{level}>{escape(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Finding():
            return f"<p><b>{escape(block.text)}</b></p>"
        case Notice():
            return f"<blockquote><b>{escape(block.title)}</b> {escape(block.text)}</blockquote>"
        case Figure():
            return _figure_html(block)
        case Table():
            return _table_html(block)
        case Formula():
            return f"<pre>{escape(block.latex)}</pre><p>{escape(block.alt)}</p>"
        case Glossary():
            entries = [f"<dt>{escape(t)}</dt><dd>{escape(m)}</dd>" for t, m in block.entries]
            return f"<dl>{''.join(entries)}</dl>"


def _figure_html(figure: Figure) -> str:
    # As an image: SVG in the page could bring script along.
    data = base64.b64encode(figure.svg.encode()).decode("ascii")
    below = " ".join(text for text in (figure.note, figure.source) if text)
    return (
        f"<figure><figcaption><b>{escape(figure.claim)}</b><br>{escape(figure.subtitle)}"
        f'</figcaption><img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'
        f"<p><small>{escape(below)}</small></p></figure>"
    )


def _table_html(table: Table) -> str:
    head = "".join(f"<th>{escape(column.label)}</th>" for column in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{column.align}">{escape(cell)}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    below = " ".join(text for text in (table.note, table.source) if text)
    return (
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table><p><small>{escape(below)}</small></p>"
    )


def _publish(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
    if InteractiveShell.initialized():
        display(data, metadata=metadata or {}, raw=True)
    else:  # a script: there is no cell to show it in
        print(data["text/plain"])
