"""The fonts: found, cut once, and honest about what they lack."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from analysis.errors import DiskFullError, ParameterError
from analysis.report import fonts
from analysis.report.fonts import font_family, missing_characters, report_fonts


class FakeFace:
    """Stands for the cut face; saving it takes a moment, or fails."""

    def __init__(self, error: OSError | None = None) -> None:
        self.error = error

    def save(self, stream: object) -> None:
        stream.write(b"half")
        time.sleep(0.05)
        if self.error is not None:
            raise self.error
        stream.write(b" and half")


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fonts, "_cut_chinese_face", lambda collection: FakeFace())
    return tmp_path / "customer-lifecycle-study"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_files_hold_the_families_that_are_asked_for(language: str) -> None:
    families = set()
    for path in report_fonts(language):
        with TTFont(path, lazy=True) as font:
            names = font["name"]
            families.add(names.getDebugName(16) or names.getDebugName(1))
    assert families == set(font_family(language))


def test_the_chinese_file_is_the_simplified_face() -> None:
    with TTFont(report_fonts("zh")[-1], lazy=True) as font:
        assert font["name"].getDebugName(6) == "NotoSansCJKsc-Regular"
        assert font["OS/2"].usWeightClass == 400


def test_everyday_and_traditional_chinese_is_there() -> None:
    text = "生存分析 风险比 受限平均生存时间 留存率 流失，；：？！（）《》“”…—、 臺灣顧客"
    assert missing_characters(text, "zh") == []


def test_missing_characters_are_named_once_and_sorted() -> None:
    assert missing_characters("客户客 A–−≥…\n", "en") == ["客", "户"]
    assert missing_characters("\x07\U0001f600", "zh") == ["\x07", "\U0001f600"]


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_COLLECTION_PACKAGE", "no_such_package_of_fonts")
    with pytest.raises(ParameterError, match=r"pip install 'customer-lifecycle-study\[zh\]'"):
        report_fonts("zh")
    assert len(report_fonts("en")) == 4


def test_two_at_once_both_find_a_whole_file(empty_cache: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(report_fonts("zh")[-1].read_bytes()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"half and half"] * 4
    assert len(list(empty_cache.iterdir())) == 1


def test_the_face_is_cut_once(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = report_fonts("zh")
    monkeypatch.setattr(fonts, "_cut_chinese_face", None)
    assert report_fonts("zh") == first


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, DiskFullError), (errno.EROFS, ParameterError)]
)
def test_a_failed_write_leaves_nothing_and_names_the_remedy(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    error = OSError(number, os.strerror(number))
    monkeypatch.setattr(fonts, "_cut_chinese_face", lambda collection: FakeFace(error))
    with pytest.raises(expected, match="XDG_CACHE_HOME"):
        report_fonts("zh")
    assert list(empty_cache.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ParameterError, match="XDG_CACHE_HOME"):
        report_fonts("zh")
