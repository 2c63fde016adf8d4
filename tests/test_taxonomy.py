"""Taxonomies: those that ship are whole, one's own are accepted, faults are said clearly."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from analysis.errors import StudyError
from analysis.prepare.spell_checks import check_spells
from analysis.schema import CANONICAL_STATES, LANGUAGES
from analysis.study import PROJECT_ROOT, load_study
from analysis.study.taxonomy import Taxonomy, list_taxonomies, load_taxonomy

# The words of the assignment: stages in order, Chinese.
CHINESE = {
    "relationship": "认知 评估 购买 使用 保持 流失",
    "growth": "潜在客户 新客户 成长 成熟 衰退/流失",
    "loyalty": "潜在 首次购买 重复购买 忠诚 流失",
    "returning": "潜在 首次购买 回头客 忠实",
    "acquisition": "获取 保留 忠诚",
}
OWN = {
    "title": {"en": "Two stages", "zh": "两个阶段"},
    "stages": [
        {
            "id": "here",
            "name": {"en": "Here", "zh": "在"},
            "from": ["prospect", "new", "growing", "mature", "declining", "won_back"],
        },
        {"id": "gone", "name": {"en": "Gone", "zh": "不在"}, "from": ["churned"]},
    ],
}


def own(**stage: Any) -> dict[str, Any]:
    """The own taxonomy with fields of its second stage replaced."""
    return {**OWN, "stages": [OWN["stages"][0], {**OWN["stages"][1], **stage}]}


@pytest.mark.parametrize("name", list_taxonomies())
def test_every_canonical_state_belongs_to_exactly_one_stage(name: str) -> None:
    taxonomy = load_taxonomy(name)
    whole = [origin.state for _, origin in taxonomy.origins() if not origin.is_part]
    assert sorted(whole) == sorted(CANONICAL_STATES)
    assert {taxonomy.stage_of(state) for state in CANONICAL_STATES} <= set(taxonomy.stage_ids)


@pytest.mark.parametrize("name", list_taxonomies())
def test_every_name_is_there_in_every_language(name: str) -> None:
    taxonomy = load_taxonomy(name)
    for words in (taxonomy.title, *(stage.name for stage in taxonomy.stages)):
        assert all(words[language].strip() for language in LANGUAGES)
        assert words["en"] != words["zh"]


def test_the_stages_are_called_what_they_are_called_in_the_field() -> None:
    assert {*CHINESE, "lifecycle"} == set(list_taxonomies())
    for name, words in CHINESE.items():
        assert " ".join(stage.name["zh"] for stage in load_taxonomy(name).stages) == words


def test_the_default_is_the_canonical_states_themselves() -> None:
    taxonomy = load_study("telco").stages.taxonomy
    assert taxonomy.stage_ids == CANONICAL_STATES
    assert [taxonomy.stage_of(state) for state in CANONICAL_STATES] == list(CANONICAL_STATES)


def write_study(folder: Path, taxonomy: Any) -> Path:
    fields = YAML(typ="safe").load((PROJECT_ROOT / "data/telco/study.yml").read_text("utf-8"))
    folder.mkdir()
    fields["stages"] = {"taxonomy": taxonomy}
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(fields, file)
    return folder


def test_a_study_names_a_taxonomy_or_writes_its_own(tmp_path: Path) -> None:
    named = load_study(str(write_study(tmp_path / "named", "acquisition")))
    assert named.stages.taxonomy.stage_ids == ("acquisition", "retention", "loyalty")
    written = load_study(str(write_study(tmp_path / "written", OWN)))
    assert written.stages.taxonomy.stage_ids == ("here", "gone")
    assert written.stages.taxonomy.stages[1].name["zh"] == "不在"


@pytest.mark.parametrize(
    ("taxonomy", "message"),
    [
        ("loyality", "there is no taxonomy 'loyality'; there are acquisition, growth"),
        (own(**{"from": ["churned", "lost"]}), "'lost' is none of prospect, new"),
        (
            own(**{"from": ["churned", "new"]}),
            "state new must belong to exactly one stage, not to 2",
        ),
        (own(**{"from": [{"state": "new", "purchases": 2}]}), "churned must belong to exactly one"),
        (own(id="here"), "two stages share an id"),
        (own(name={"en": "Gone"}), "zh"),
        (
            own(**{"from": ["churned", {"state": "new", "purchases": 2, "contacts": 1}]}),
            "give purchases or contacts, not both",
        ),
        (
            own(
                **{
                    "from": [
                        "churned",
                        {"state": "new", "purchases": 2},
                        {"state": "new", "contacts": 1},
                    ]
                }
            ),
            "a canonical state is cut more than once",
        ),
    ],
)
def test_faults_are_said_with_the_place(tmp_path: Path, taxonomy: Any, message: str) -> None:
    folder = write_study(tmp_path / "study", taxonomy)
    with pytest.raises(StudyError, match=message) as caught:
        load_study(str(folder))
    assert "study.yml:" in str(caught.value)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(StudyError, match=r"or write your own under stages in study\.yml"):
        load_taxonomy("../taxonomies/growth")


def test_the_stage_of_a_state_is_where_a_visit_begins() -> None:
    taxonomy = load_taxonomy("loyalty")
    assert isinstance(taxonomy, Taxonomy)
    assert taxonomy.stage_of("new") == "first_purchase"  # repeat only from the second purchase on


def test_moves_are_allowed_where_their_canonical_states_allow_them() -> None:
    lifecycle = load_taxonomy("lifecycle").allowed_moves
    assert ("churned", "won_back") in lifecycle
    assert lifecycle.isdisjoint({("growing", "prospect"), ("churned", "mature"), ("new", "new")})
    relationship = load_taxonomy("relationship").allowed_moves
    assert {("awareness", "evaluation"), ("purchase", "use")} <= relationship
    assert ("awareness", "retention") not in relationship


def test_a_forbidden_move_is_a_jump() -> None:
    spells = pd.DataFrame(
        {
            "customer": [1, 1],
            "start": [0, 10],
            "stop": [10, 20],
            "from_state": ["churned", "mature"],
            "to_state": ["mature", None],
        }
    )
    allowed = load_taxonomy("lifecycle").allowed_moves
    found = check_spells(spells, observation_end=20, allowed=allowed)
    assert found[["check", "n_rows"]].values.tolist() == [["jump", 1]]
