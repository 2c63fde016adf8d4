"""Customer numbers come back with the key only, and to no place where reports lie."""

import stat
from pathlib import Path

import pytest
from small_study import HEADER, purchases, retailer, write_study

from analysis import study as study_package
from analysis.errors import DataError, ParameterError
from analysis.prepare.intake import prepare_tables
from analysis.prepare.pseudonyms import KEY_VARIABLE, key_id, load_key
from analysis.prepare.reidentification import find_customer_numbers, open_private
from analysis.study import Study, load_study


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests only")
    monkeypatch.setattr(study_package, "PROJECT_ROOT", tmp_path)
    folder = tmp_path / "data" / "shop"
    write_study(folder, retailer())
    (folder / "raw").mkdir()
    rows = [*purchases(6), "=1+1,2024-05-05,3.00"]
    (folder / "raw" / "purchases.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return load_study(str(folder))


def test_every_pseudonym_comes_back(shop: Study) -> None:
    pseudonyms = prepare_tables(shop).read("customers")["customer_id"].astype(str)
    numbers = find_customer_numbers(shop, key_id(load_key()))
    assert sorted(numbers.reindex(pseudonyms)) == sorted([f"{n:03d}" for n in range(6)] + ["=1+1"])


def test_another_key_is_refused(shop: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    made_with = key_id(load_key())
    monkeypatch.setenv(KEY_VARIABLE, "quite another key here")
    with pytest.raises(DataError, match=f"made with another key \\({made_with}\\)"):
        find_customer_numbers(shop, made_with)


def test_without_a_key_none_is_made(shop: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE)
    with pytest.raises(DataError, match="there is no key here"):
        find_customer_numbers(shop, None)
    assert not list((shop.folder.parent).glob(".pseudonym_key"))


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    with open_private(tmp_path / "list.csv", root=root, encoding="utf-8") as file:
        file.write("x")
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600
    with pytest.raises(ParameterError, match="already there"):
        open_private(tmp_path / "list.csv", root=root, encoding="utf-8")


def test_no_path_into_the_project_is_taken_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    (root / "reports" / "shop").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "folder").symlink_to(root / "reports")
    (tmp_path / "outside" / "file.csv").symlink_to(root / "reports" / "list.csv")
    (root / "reports" / "way_out").symlink_to(tmp_path / "outside")
    monkeypatch.chdir(root / "reports")
    inside = [
        root / "list.csv",
        root / "reports" / "shop" / "list.csv",
        tmp_path / "folder" / "list.csv",
        tmp_path / "outside" / ".." / "project" / "list.csv",
        tmp_path / "outside" / "file.csv",
        Path("list.csv"),
    ]
    for path in inside:
        with pytest.raises(ParameterError, match="must not lie where reports are published"):
            open_private(path, root=root, encoding="utf-8")
    assert not list(root.rglob("*.csv"))
    dangling = tmp_path / "link.csv"
    dangling.symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(ParameterError, match=r"already there|cannot be written"):
        open_private(dangling, root=root, encoding="utf-8")
    with pytest.raises(ParameterError, match="cannot be written: No such file"):
        open_private(tmp_path / "none" / "x.csv", root=root, encoding="utf-8")
