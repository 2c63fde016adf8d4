"""Blocks survive the way through a notebook, and ids are safe whatever they are made of."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.report.blocks import (
    BLOCK_TYPES,
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
    block_from_json,
    block_to_json,
    make_id,
)

HOSTILE = "<b>x</b> @fig-y =1+1 \x00\u202e #let x { $v } \\u0041 \ud800".encode(
    "utf-8", "surrogatepass"
).decode("utf-8", "replace")
BLOCKS: list[Block] = [
    Cover(
        HOSTILE, "s", "o", "d", "en", (KeyFigure("a", "1", "0 to 2"),), (("k", HOSTILE),), "2026"
    ),
    Heading("h", HOSTILE, 3),
    Paragraph(HOSTILE),
    Finding("f", HOSTILE, "good"),
    Figure("fig-a", HOSTILE, "s", "a", "o", "<svg/>", "n"),
    Table("tbl-a", "c", (Column("l", "left"), Column(HOSTILE)), ((HOSTILE, "1"), ("b", "2"))),
    Notice("t", HOSTILE),
    Formula("eq-a", r"\frac{a}{b}", "a over b"),
    Glossary((("term", HOSTILE),)),
]


def test_every_kind_of_block_is_tried() -> None:
    assert {type(block) for block in BLOCKS} == set(BLOCK_TYPES.values())


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_a_block_survives_json(block: Block) -> None:
    assert block_from_json(json.loads(json.dumps(block_to_json(block)))) == block


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        block_from_json({"kind": "video"})


def test_plain_ids_stay_as_they_are() -> None:
    assert make_id("fig", "survival", "payment_method") == "fig-survival-payment_method"


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_ids_are_safe_and_different(one: str, other: str) -> None:
    ids = [make_id("fig", "x", text) for text in (one, other)]
    assert all(re.fullmatch(r"fig-[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*", id) for id in ids)
    assert (ids[0] == ids[1]) == (one == other)
