"""From bytes to text: the declared encoding, UTF-8, or the one the bytes speak for."""

from collections.abc import Callable

from charset_normalizer import from_bytes

_SAMPLE = 400_000  # bytes looked at to tell encodings apart
_ENOUGH = 10  # of as many different Chinese characters some are beyond Hangul, in 99 of 100 texts
_HANGUL = range(0xAC00, 0xD7A4)
_CANDIDATES = ["big5", "shift_jis", "euc_jp", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254"]


class UndecodableError(ValueError):
    """The bytes are not text in the encoding; the message says where and what to do."""


def decode(data: bytes, declared: str | None) -> tuple[str, str]:
    """``data`` as text, and the encoding's name when it was inferred, else "".

    Raises UndecodableError when the declared encoding does not fit, or none does.
    """
    if declared:
        return _decode_declared(data, declared), ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode_declared(data, "utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        name = infer_encoding(data)
    if name is None:
        raise UndecodableError(
            "the text encoding cannot be told; say encoding: in study.yml, such as gb18030, cp949"
            " or cp1252"
        )
    return data.decode(name), name


def _decode_declared(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig" if name in {"utf-8", "utf8"} else name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UndecodableError(
            f"line {line} is not text in {name}; say another encoding: in study.yml"
        ) from None


def infer_encoding(data: bytes) -> str | None:
    """The encoding of ``data``, which is not UTF-8, or None.

    Korean in cp949 lies in bytes that mean common Chinese characters in GB18030, while Chinese
    reaches bytes that cp949 reads as a mix of Hangul and Hanja: so nearly pure Hangul is Korean,
    and nearly pure characters of GB 2312 are Chinese. Two or three words are too few to tell.
    """
    end = data.rfind(b"\n", 0, _SAMPLE) if len(data) > _SAMPLE else len(data)
    sample = data[: end if end > 0 else len(data)]
    if _share(sample, "cp949", _is_hangul) >= 0.9 and _decodes(data, "cp949"):
        if len(set(filter(_is_hangul, sample.decode("cp949")))) < _ENOUGH:
            return None
        return "cp949"
    if _share(sample, "gb18030", _is_gb2312) >= 0.9 and _decodes(data, "gb18030"):
        return "gb18030"
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    for name in ([best.encoding] if best else []) + ["cp1252"]:
        if _decodes(data, name):
            return name
    return None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _share(sample: bytes, name: str, fits: Callable[[str], bool]) -> float:
    """The share of the letters beyond ASCII that ``fits`` says are of the language."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0.0
    letters = [char for char in text if ord(char) > 127 and char.isalpha()]
    return sum(map(fits, letters)) / len(letters) if letters else 0.0


def _is_hangul(char: str) -> bool:
    return ord(char) in _HANGUL


def _is_gb2312(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] >= 0xB0
    except UnicodeEncodeError:
        return False
