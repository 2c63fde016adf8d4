"""The page: self-contained, accessible, and inert whatever the data hold."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from synthetic_report import (
    FINDING,
    TITLE,
    build_cover,
    build_hostile_blocks,
    write_notebook,
)

from analysis.report.document import read_document
from analysis.report.html import render_html
from analysis.report.publishing import render_notebook

LANGUAGES = ("en", "zh")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "]]> --> </style></title></svg>",
    '=HYPERLINK("http://evil.example")',
    "javascript:alert(1)",
]
VOID = {"meta", "img", "br", "mspace", "hr"}


class Page(HTMLParser):
    """The elements of a page, with the text inside each, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in {"all", *self.open}:
            self.text.setdefault(tag, []).append(data)

    def words(self, tag: str = "all") -> str:
        return " ".join("".join(self.text.get(tag, [])).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        language: render_html(
            read_document(write_notebook(tmp_path_factory.mktemp(language), language))
        )
        for language in LANGUAGES
    }


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(pages: dict[str, str], language: str) -> Page:
    return Page(pages[language])


def test_nothing_outside_the_page_is_asked_for(pages: dict[str, str], language: str) -> None:
    page = Page(pages[language])
    for tag, attributes in page.elements:
        for name in ("src", "srcset", "data", "poster", "action", "background"):
            assert attributes.get(name, "data:").startswith("data:"), (tag, attributes)
        assert attributes.get("href", "#").startswith("#")
        assert not any(name.startswith("on") for name in attributes)
    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in page.elements}
    targets = re.findall(r"url\(([^)]{0,40})|@import", "".join(page.text["style"]))
    assert targets
    assert all(target.startswith("data:font/woff2") for target in targets)


def test_the_security_policy_forbids_everything_but_data(page: Page) -> None:
    [policy] = [
        meta["content"]
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src" not in policy
    assert "http" not in policy


def test_the_page_says_its_language(page: Page, language: str) -> None:
    assert page.all("html")[0]["lang"] == {"en": "en", "zh": "zh-CN"}[language]
    assert page.words("title") == TITLE[language]


def test_there_is_one_h1_and_no_level_is_skipped(page: Page, language: str) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.words("h1") == TITLE[language]


def test_cover_with_key_figures_stands_before_the_findings(
    pages: dict[str, str], language: str
) -> None:
    text = Page(pages[language]).words()
    figure = build_cover(language).key_figures[0]
    order = [figure.label, figure.value, figure.interval, FINDING[language]]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_every_image_has_an_alternative_text(page: Page) -> None:
    images = page.all("img")
    assert len(images) == 1
    assert all(image["alt"] and image["width"] and image["height"] for image in images)


def test_the_claim_is_above_the_chart_and_the_source_below(
    pages: dict[str, str], language: str
) -> None:
    [figure] = re.findall(r'<figure class="chart".*?</figure>', pages[language], re.DOTALL)
    places = [figure.index(mark) for mark in ("<figcaption", 'class="claim"', "<img", "origin")]
    assert places == sorted(places)


def test_tables_have_captions_and_scopes(page: Page) -> None:
    regions = [attributes for attributes in page.all("div") if attributes.get("role") == "region"]
    identifiers = {attributes.get("id") for _, attributes in page.elements}
    assert len(regions) == len(page.all("table")) == len(page.all("caption")) == 2
    assert all(region["tabindex"] == "0" for region in regions)
    assert all(region["aria-labelledby"] in identifiers for region in regions)
    scopes = [header.get("scope") for header in page.all("th")]
    assert scopes.count("col") == 4 + 9
    assert scopes.count("row") == 3 + 60
    assert len(scopes) == scopes.count("col") + scopes.count("row")


def test_references_are_links_to_what_they_name(pages: dict[str, str], language: str) -> None:
    expected = {"en": ("Figure 1", "Table 1"), "zh": ("图 1", "表 1")}[language]
    links = re.findall(r'<a class="reference" href="#([^"]+)">([^<]+)</a>', pages[language])
    assert links[:2] == [("fig-survival", expected[0]), ("tbl-segments", expected[1])]
    page = Page(pages[language])
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert {link["href"][1:] for link in page.all("a")} <= set(identifiers)


def test_code_is_folded_and_complete(page: Page) -> None:
    folds = page.all("details")
    assert len(folds) == 3  # two passages, and the cells that prepare
    assert all("open" not in fold for fold in folds)
    for code in ("report.show(survival_section(survival))", 'study = "telco"', "report.finish()"):
        assert code in page.words("details")


def test_what_is_not_for_the_reader_stays_out(pages: dict[str, str], language: str) -> None:
    for noise in ("stream-noise", "error-noise", "traceback-noise", "html-noise", "researcher"):
        assert noise not in pages[language]


def test_tones_are_words_not_only_colours(page: Page, language: str) -> None:
    expected = {"en": ("Watch", "Unfavourable", "Favourable"), "zh": ("需关注", "不利", "有利")}
    tones = page.words("strong")
    assert all(word in tones for word in expected[language])


def test_formulas_are_mathml_with_a_spoken_form(page: Page) -> None:
    [formula] = [attributes for attributes in page.all("div") if attributes.get("role") == "math"]
    assert formula["aria-label"]
    assert len(page.all("math")) == 1
    assert page.all("mfrac")


def test_fonts_hold_the_characters_of_the_page(pages: dict[str, str], language: str) -> None:
    families = set(re.findall(r'@font-face \{ font-family: "([^"]+)"', pages[language]))
    chinese = {"Noto Sans CJK SC"} if language == "zh" else set()
    assert families == {"Source Sans Pro", "Report Math"} | chinese


def test_the_page_is_small_and_always_the_same(tmp_path: Path, language: str) -> None:
    path = write_notebook(tmp_path, language)
    first, second = (render_html(read_document(path)) for _ in range(2))
    assert first == second
    assert len(first.encode()) < 250_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(tmp_path: Path, text: str) -> None:
    plain, page = (
        Page(render_html(read_document(write_notebook(tmp_path, "en", build_hostile_blocks(word)))))
        for word in ("x", text)
    )
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    for tag in ("h2", "td", "th", "caption", "figcaption", "dt", "p"):
        assert " ".join(text.split()) in page.words(tag)


def test_a_cover_of_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "en")
    text = "</title><script>alert(1)</script>"
    path.write_text(path.read_text().replace("Time to churn", text))
    page = Page(render_html(read_document(path)))
    assert page.words("title") == page.words("h1") == text
    assert not page.all("script")


def test_both_files_are_written_under_the_notebooks_name(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "en")
    folder = tmp_path / "out"
    folder.mkdir()
    html, pdf = render_notebook(path, folder)
    assert [html.name, pdf.name] == ["03_time_to_churn.html", "03_time_to_churn.pdf"]
    assert html.read_text(encoding="utf-8") == render_html(read_document(path))
    assert pdf.read_bytes().startswith(b"%PDF-")
