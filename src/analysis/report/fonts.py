"""The static font files of the reports: the same ones for charts, HTML and PDF.

Latin text is set in Source Sans Pro. Chinese comes from the optional extra ``zh``, a collection of
19 MB whose Simplified Chinese face is cut out once, into the cache folder, as a file of 2 MB.
Only its Regular weight exists.
"""

import errno
import hashlib
import importlib.util
import os
import tempfile
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from analysis.errors import DiskFullError, ParameterError

LATIN_FAMILY = "Source Sans Pro"
CHINESE_FAMILY = "Noto Sans CJK SC"
LATIN_STYLES = ("Regular", "Semibold", "Bold", "It")
CHINESE_REMEDY = "pip install 'customer-lifecycle-study[zh]'"

_COLLECTION_PACKAGE = "noto_cjk_sans_otc"
_COLLECTION_FILE = "NotoSansCJK-Regular.ttc"
_CUT = "2"  # to be raised when the characters or tables kept below change
_UNUSED_TABLES = ["GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG"]  # horizontal text, as it stands


def report_fonts(language: str) -> list[Path]:
    """The font files of a report in ``language``, the text face first.

    Raises ParameterError when the Chinese font is wanted but not installed, or when the cache
    folder cannot be written; DiskFullError when there is no space for it.
    """
    folder = _package_folder("font_source_sans_pro")
    if folder is None:
        raise ParameterError(
            "the report font is missing: install it with pip install font-source-sans-pro==0.0.1"
        )
    fonts = [folder / "files" / f"SourceSansPro-{style}.ttf" for style in LATIN_STYLES]
    return [*fonts, _chinese_font()] if language == "zh" else fonts


def font_family(language: str) -> list[str]:
    """Family names in order of preference, as matplotlib, typst and CSS know them."""
    return [LATIN_FAMILY, CHINESE_FAMILY] if language == "zh" else [LATIN_FAMILY]


def missing_characters(text: str, language: str) -> list[str]:
    """The characters of ``text`` that no font of ``language`` has, sorted; line ends are layout."""
    return sorted(char for char in set(text) - {"\n"} if ord(char) not in _code_points(language))


@cache
def _code_points(language: str) -> frozenset[int]:
    """Characters that can be set; only the upright faces count, the italic has fewer."""
    upright = [path for path in report_fonts(language) if not path.stem.endswith("-It")]
    families: dict[str, set[int]] = {}
    for path in upright:
        with TTFont(path, lazy=True) as font:
            family = path.stem.partition("-")[0]
            found = set(font.getBestCmap())
            families[family] = families.get(family, found) & found
    return frozenset().union(*families.values())


def _chinese_font() -> Path:
    """The Simplified Chinese face as a file of its own, cut out when it is not there yet."""
    folder = _package_folder(_COLLECTION_PACKAGE)
    collection = folder / _COLLECTION_FILE if folder else None
    if collection is None or not collection.is_file():
        raise ParameterError(
            f"language zh needs the Chinese font, which is not installed: {CHINESE_REMEDY}"
        )
    version = hashlib.sha256(f"{_CUT} {collection.stat().st_size}".encode()).hexdigest()[:12]
    target = _cache_folder() / f"NotoSansCJKsc-Regular-{version}.otf"
    if not target.is_file():
        _write_chinese_face(collection, target)
    return target


def _write_chinese_face(collection: Path, target: Path) -> None:
    """Write under a name of our own, then rename: a second process may do the same meanwhile."""
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".cut-", suffix=".otf")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            _cut_chinese_face(collection).save(stream)
        temporary.chmod(0o644)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise DiskFullError(
                f"no space left to keep the Chinese font in {target.parent}: free 5 MB there, or "
                "set XDG_CACHE_HOME to a folder elsewhere"
            ) from error
        raise ParameterError(
            f"the Chinese font cannot be kept in {target.parent} ({error.strerror}): set "
            "XDG_CACHE_HOME to a folder that can be written"
        ) from error


def _cut_chinese_face(collection: Path) -> TTFont:
    """The face named CHINESE_FAMILY, reduced to everyday characters and horizontal text."""
    with TTCollection(collection, lazy=True) as faces:
        names = [face["name"].getDebugName(1) for face in faces.fonts]
    if CHINESE_FAMILY not in names:
        raise ParameterError(f"{collection} holds no face {CHINESE_FAMILY}: {CHINESE_REMEDY}")
    font = TTFont(
        collection, fontNumber=names.index(CHINESE_FAMILY), lazy=True, recalcTimestamp=False
    )
    options = Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
    options.drop_tables += _UNUSED_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_everyday_code_points())
    subsetter.subset(font)
    return font


def _everyday_code_points() -> set[int]:
    """GB2312 (6,763 characters, kana, Greek, symbols), the commoner half of Big5, and Latin."""
    pairs = [
        bytes([first, second]).decode(codec, errors="ignore")
        for codec, last in (("gb2312", 0xF7), ("big5", 0xC6))
        for first in range(0xA1, last + 1)
        for second in range(0x40, 0xFF)
    ]
    two_byte = {ord(pair) for pair in pairs if len(pair) == 1 and ord(pair) > 0x7F}
    return two_byte | set(range(0x20, 0x7F)) | set(range(0xA0, 0x250)) | set(range(0x2010, 0x2040))


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The convention: a path that is not absolute is to be ignored.
    root = Path(base) if base.startswith("/") else Path.home() / ".cache"
    return root / "customer-lifecycle-study"


def _package_folder(package: str) -> Path | None:
    """Where an installed package keeps its files, without importing it; None when absent."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None
