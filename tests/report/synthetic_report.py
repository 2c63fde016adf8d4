"""A small executed notebook with every kind of block, in either language."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.report.blocks import (
    BLOCK_MIME,
    Block,
    Column,
    Cover,
    Figure,
    Finding,
    Formula,
    Glossary,
    Heading,
    KeyFigure,
    Notice,
    Paragraph,
    Table,
    block_to_json,
)

FINDING = {
    "en": "Half of all customers are still with the company after 61 months (58 to 65).",
    "zh": "半数客户在 61 个月后仍然留存（58 至 65 个月）。",
}
PARAGRAPH = {
    "en": "Customers on monthly contracts leave first, as @fig-survival and @tbl-segments show.",
    "zh": "按月签约的客户最先流失，见@fig-survival和@tbl-segments。",
}
TITLE = {"en": "Time to churn", "zh": "流失时间分析"}
LATEX = r"\hat{S}(t)=\prod_{i:\,t_i\le t}\left(1-\frac{d_i}{n_i}\right)"


def draw_steps() -> str:
    """A chart of plain shapes: what is tested is the page around it."""
    steps = " ".join(f"L{60 + 50 * k} {30 + 22 * k - k * k} h50" for k in range(11))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 662 326" width="662" height="326">'
        '<path d="M60 20 V280 H630" fill="none" stroke="#8795a1"/>'
        f'<path d="M60 30 {steps}" fill="none" stroke="#1b4f72" stroke-width="3"/></svg>'
    )


def build_cover(language: str) -> Cover:
    if language == "zh":
        figures = (
            KeyFigure(
                "半数客户离开前的时间", "61.0 个月", "95% 置信区间：58.0 至 65.0", "中位生存时间"
            ),
            KeyFigure("一年后仍留存", "84.3%", "95% 置信区间：83.4% 至 85.2%"),
            KeyFigure("记录期内流失", "1,869", note="共 7,043 位客户"),
        )
        details = (
            ("研究", "telco"),
            ("数据截止日", "2026年11月23日"),
            ("数据检查", "黄：11 行已隔离"),
        )
        subtitle = "客户何时离开，为何离开，差别有多大"
        return Cover(
            TITLE["zh"],
            subtitle,
            "示例电信公司",
            "2026年11月23日",
            "zh",
            figures,
            details,
            "2026-11-23",
        )
    figures = (
        KeyFigure(
            "Time until half have left", "61.0 months", "95% CI 58.0 to 65.0", "Median survival"
        ),
        KeyFigure("Still here after one year", "84.3%", "95% CI 83.4% to 85.2%"),
        KeyFigure("Left while on record", "1,869", note="of 7,043 customers"),
    )
    details = (
        ("Study", "telco"),
        ("Data as of", "23 November 2026"),
        ("Data gate", "Amber: 11 rows were quarantined"),
    )
    subtitle = "When customers leave, why they leave, and how much it differs"
    return Cover(
        TITLE["en"],
        subtitle,
        "Example Telecom",
        "23 November 2026",
        "en",
        figures,
        details,
        "2026-11-23",
    )


def build_survival(language: str) -> list[Block]:
    zh = language == "zh"
    return [
        Heading("survival", "客户留存多久" if zh else "How long customers stay"),
        Finding("finding-median", FINDING[language]),
        Paragraph(PARAGRAPH[language]),
        Figure(
            "fig-survival",
            "按月签约的客户流失最快" if zh else "Monthly contracts lose customers fastest",
            "留存客户的比例，按签约后月数，带 95% 置信区间"
            if zh
            else "Share of customers still here, by months since joining, with 95% bands",
            "阶梯曲线从 100% 降到 59%" if zh else "A step curve falls from 100% to 59%",
            "telco，数据截至 2026年11月23日" if zh else "telco, as of 23 November 2026",
            draw_steps(),
            "灰色带为同时置信带。" if zh else "Bands are pointwise; see @tbl-segments.",
        ),
        Heading("segments", "哪些客户" if zh else "Which customers", 3),
        Finding(
            "finding-watch",
            "合同类型之间的差别最大。"
            if zh
            else "The contract matters more than any other driver.",
            "watch",
        ),
        build_segments(language),
    ]


def build_segments(language: str) -> Table:
    zh = language == "zh"
    labels = (
        ["合同", "客户数", "流失数", "中位（月）"]
        if zh
        else ["Contract", "Customers", "Left", "Median, months"]
    )
    names = ["按月", "一年", "两年"] if zh else ["Month to month", "One year", "Two years"]
    counts = [("3,875", "1,655", "35.0"), ("1,473", "166", "–"), ("1,695", "48", "–")]
    return Table(
        "tbl-segments",
        "各类合同的客户与流失" if zh else "Customers and departures by contract",
        (Column(labels[0], "left"), *(Column(label) for label in labels[1:])),
        tuple((name, *row) for name, row in zip(names, counts, strict=True)),
        "telco",
        "“–”：记录期内未达到一半。" if zh else "A dash: half had not left while on record.",
    )


def build_wide_table(language: str, rows: int = 60) -> Table:
    """Nine columns and more rows than a page holds."""
    zh = language == "zh"
    first = Column("细分" if zh else "Segment", "left")
    label = "第 {} 季度留存" if zh else "Retained in quarter {}"
    columns = (first, *(Column(label.format(k)) for k in range(1, 9)))
    name = "群组 {}" if zh else "Cohort of month {}"
    body = tuple(
        (name.format(row), *(f"{12345 - 97 * k * row % 9999:,}" for k in range(8)))
        for row in range(1, rows + 1)
    )
    return Table("tbl-wide", "各群组留存" if zh else "Retention by cohort", columns, body, "cdnow")


def build_rest(language: str) -> list[Block]:
    zh = language == "zh"
    return [
        Heading("method", "方法与术语" if zh else "Method and terms"),
        Notice(
            "任期只观察到一次" if zh else "Tenure is observed once",
            "每位客户只有一行记录。"
            if zh
            else "Every customer has one row; the company is fictional.",
        ),
        Notice("无法建模" if zh else "No model", "事件太少。" if zh else "Too few events.", "bad"),
        Notice("已通过" if zh else "Checked", "结果一致。" if zh else "All results agree.", "good"),
        Formula("eq-km", LATEX, "卡普兰-迈耶估计" if zh else "The Kaplan-Meier estimator"),
        Glossary(
            (
                (
                    "风险比" if zh else "Hazard ratio",
                    "两组流失风险之比。" if zh else "How many times faster one group leaves.",
                ),
                (
                    "置信区间" if zh else "Confidence interval",
                    "见@tbl-wide。" if zh else "See @tbl-wide.",
                ),
            )
        ),
        build_wide_table(language),
    ]


def build_cell(source: str, blocks: list[Block], **extra: object) -> nbformat.NotebookNode:
    outputs = [
        new_output("display_data", data={BLOCK_MIME: block_to_json(block), "text/plain": "a block"})
        for block in blocks
    ]
    return new_code_cell(source, outputs=outputs, **extra)


def build_notebook(language: str, extra: list[Block] | None = None) -> nbformat.NotebookNode:
    """Cells as in the project's notebooks: the cover is emitted last."""
    noise = [
        new_output("stream", name="stdout", text="stream-noise"),
        new_output("error", ename="Error", evalue="error-noise", traceback=["traceback-noise"]),
        new_output("display_data", data={"text/html": "<b>html-noise</b>", "text/plain": "x"}),
    ]
    setup = new_code_cell('study = "telco"  # the study', outputs=noise)
    setup.metadata["tags"] = ["parameters"]
    return new_notebook(
        cells=[
            new_markdown_cell("# For the researcher only"),
            setup,
            build_cell("report.show(survival_section(survival))", build_survival(language)),
            build_cell("report.show(rest)", [*build_rest(language), *(extra or [])]),
            build_cell("report.finish()", [build_cover(language)]),
        ]
    )


def write_notebook(folder: Path, language: str, extra: list[Block] | None = None) -> Path:
    path = folder / "03_time_to_churn.ipynb"
    nbformat.write(build_notebook(language, extra), path)
    return path


def build_hostile_blocks(text: str) -> list[Block]:
    """``text`` wherever a text of the data may come to stand."""
    columns = (Column(text, "left"), Column(text))
    return [
        Heading(text, text),
        Finding(text, text, "bad"),
        Paragraph(text),
        Notice(text, text),
        Figure(text, text, text, text, text, draw_steps(), text),
        Table(text, text, columns, ((text, text), (text, text)), text, text),
        Glossary(((text, text),)),
    ]
