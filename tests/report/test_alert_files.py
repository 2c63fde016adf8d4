"""The alert list as files: whom to contact, in words, safe to open."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_telling

from analysis.errors import ParameterError
from analysis.report.actions import tabulate_alerts, write_alerts

LANGUAGES = ("en", "zh")


def make_decided(n: int = 6) -> pd.DataFrame:
    flags = pd.array([False, pd.NA] * (n // 2), dtype="boolean")
    rank = pd.array([pd.NA, *range(n - 1, 0, -1)], dtype="Int32")
    return pd.DataFrame(
        {
            "customer_id": pd.Categorical([f"c_{k}" for k in range(n)]),
            "risk": np.linspace(0.1, 0.987654, n),
            "conf_low": 0.05,
            "conf_high": 0.99,
            "value_at_stake": [12.345, np.nan, *[100.0] * (n - 2)],
            "do_not_contact": flags,
            "consent": pd.array([True] * n, dtype="boolean"),
            "holdout": [False, True] * (n // 2),
            "listed": ~rank.isna(),
            "rank": rank,
        }
    )


REASONS = pd.DataFrame(
    {
        "customer_id": ["c_1", "c_2", "c_3"],
        "signs": [("contacts_fall", "activity_falls"), (), ("contacts_fall",)],
        "reason": ["complaints", "", "recency"],
        "reason_points": [0.124, np.nan, 0.03],
    }
)
CAUSES = pd.DataFrame({"customer_id": ["c_1", "c_2", "c_4"], "cause": ["price", "other", "mine"]})
STAGE = pd.Series(["declining", "mature", None], index=["c_1", "c_2", "c_3"])


def tabulate(language: str, **fields: object) -> pd.DataFrame:
    tell = open_warning_telling(language, **fields)
    decided = make_decided()
    return tabulate_alerts(tell, decided, stage=STAGE, reasons=REASONS, causes=CAUSES)


def test_the_list_holds_the_listed_best_first_with_words() -> None:
    alerts = tabulate("en").set_index("pseudonym")
    assert alerts.index.tolist() == ["c_5", "c_4", "c_3", "c_2", "c_1"]
    assert alerts["rank"].tolist() == [1, 2, 3, 4, 5]
    assert alerts.loc["c_1", "signs"] == "Contacts become fewer and Activity falls"
    assert alerts.loc["c_1", "reason"] == "Complaints (+12.4 points of risk)"
    assert alerts.loc["c_1", "stage"] == "Declining"
    assert "voucher" in alerts.loc["c_1", "remedy"]
    assert alerts.loc["c_2", ["signs", "reason"]].tolist() == ["", ""]
    assert alerts.loc["c_5", "risk"] == 0.9877
    unknown = alerts.loc[["c_2", "c_3", "c_4", "c_5"], "remedy"]
    assert unknown.nunique() == 1  # other, none, not among the causes: ask
    assert "value_at_stake_eur" in alerts


def test_remedies_are_those_of_the_study() -> None:
    remedy = {"en": HOSTILE, "zh": HOSTILE}
    given = {"causes": {"price": {"remedy": remedy, "topics": ["dear"]}}}
    alerts = tabulate("zh", warning=given).set_index("pseudonym")
    assert alerts.loc["c_1", "remedy"] == HOSTILE  # characters, and no markup
    assert alerts.loc["c_1", "signs"] != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_say_what_their_columns_mean(language: str, tmp_path: Path) -> None:
    tell = open_warning_telling(language)
    write_alerts(tell, tabulate(language), output_dir=tmp_path)
    folder = tmp_path / "actions"
    assert {path.name for path in folder.iterdir()} == {
        "alerts.csv",
        "alerts.parquet",
        "alerts_columns.csv",
    }
    read = pd.read_csv(folder / "alerts.csv", encoding="utf-8-sig", keep_default_na=False)
    typed = pd.read_parquet(folder / "alerts.parquet")
    notes = pd.read_csv(folder / "alerts_columns.csv", encoding="utf-8-sig")
    assert list(read) == list(typed) == notes["column"].tolist()
    assert notes["meaning"].notna().all()
    assert read["pseudonym"].tolist() == typed["pseudonym"].tolist()
    yes, no = {"en": ("yes", "no"), "zh": ("是", "否")}[language]
    assert read["holdout"].tolist() == [yes, no, yes, no, yes]
    assert typed["holdout"].tolist() == [True, False, True, False, True]
    assert set(read["do_not_contact"]) == {no, ""}


def test_nothing_is_written_without_a_folder_or_when_withheld(tmp_path: Path) -> None:
    tell = open_warning_telling("en")
    write_alerts(tell, tabulate("en"), output_dir="")
    write_alerts(tell, tabulate("en"), output_dir=tmp_path, withheld=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="name another folder"):
        write_alerts(open_warning_telling("en"), tabulate("en"), output_dir=tmp_path / "file")
