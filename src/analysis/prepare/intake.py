"""The door: from a study's raw files to tables that can be trusted, or one clear message."""

import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.errors import DataError, DiskFullError
from analysis.prepare.assembly import (
    build_frames,
    build_pseudonyms,
    check_customers,
    check_references,
    finish_frame,
)
from analysis.prepare.capabilities import find_capabilities
from analysis.prepare.drafts import Draft, Registry
from analysis.prepare.faults import FaultRecord, TableStopped
from analysis.prepare.fetching import fetch_raw
from analysis.prepare.mapping import Mapper
from analysis.prepare.pseudonyms import key_id, load_key
from analysis.prepare.reading import RawTable, read_table, source_path
from analysis.prepare.repairs import check_rows, latest_day, widen_to_long
from analysis.schema import GIVEN_TABLES, verdict_of
from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import CompanyParameters
from analysis.store import Prepared, Tables, load_tables, write_tables
from analysis.study import Study

Progress = Callable[[str], None]
_EPOCH = date(1970, 1, 1)
_CODE = (
    "assembly",
    "capabilities",
    "columns",
    "contract",
    "dates",
    "drafts",
    "encodings",
    "faults",
    "intake",
    "landmark_days",
    "mapping",
    "numbers",
    "pseudonyms",
    "reading",
    "repairs",
)
_FULL = {errno.ENOSPC, errno.EDQUOT}


def prepare_tables(study: Study, *, progress: Progress | None = None) -> Tables:
    """The prepared tables of ``study``, made anew only when something they rest on has changed.

    Fetches raw files where ``study`` says so and they are absent. Raises DataError with every
    reason why the data cannot be used, BusyError when a registry does not answer, DiskFullError
    when there is no room; nothing half-written stays behind.
    """
    tell = progress or _say_nothing
    with _told_plainly(study.folder):
        _provide_raw(study, tell)
        key = load_key()
        fingerprint = compute_fingerprint(study, key)
        root = study.folder / "prepared"
        if (root / fingerprint).is_dir():
            return load_tables(root / fingerprint)
        tell(f"Preparing the tables of {study.name}")
        return write_tables(_prepare(study, key), root, fingerprint)


def _provide_raw(study: Study, progress: Progress) -> None:
    """Fetch or simulate what the study says can be, where it is not there yet."""
    if study.fetch is not None:
        fetch_raw(study, progress=progress)
    truth = study.folder / "raw" / "truth" / "truth.yml"
    needed = [truth, *_raw_files(study)]
    if study.simulate is not None and not all(path.exists() for path in needed):
        parameters = CompanyParameters(**study.simulate.model_dump())
        simulate_company(study.folder / "raw", parameters, progress=progress)


def _say_nothing(message: str) -> None:
    """Progress that nobody asked for."""


@contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        if error.errno in _FULL:
            raise DiskFullError(f"no space is left for {place}; free some and run again") from None
        reason = error.strerror or type(error).__name__
        raise DataError(f"{place} cannot be read or written: {reason}") from None


def compute_fingerprint(study: Study, key: bytes) -> str:
    """What the prepared tables depend on: raw files, study.yml, key, this code; 24 hex digits."""
    digest = hashlib.sha256(key_id(key).encode())
    code = [Path(__file__).with_name(f"{name}.py") for name in _CODE]
    code += sorted(Path(schema.__file__).parent.glob("*.py"))
    for path in [*code, study.file, *_raw_files(study)]:
        digest.update(b"\0" + path.name.encode() + b"\0")
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:24]


def _raw_files(study: Study) -> list[Path]:
    """The files behind the tables; a query of no database may read any in the raw folder."""
    files: set[Path] = set()
    for source in study.tables.values():
        path = source_path(source, study.folder)
        files |= {path} if path else set((study.folder / "raw").glob("**/*"))
    return sorted(files)


def read_customer_numbers(study: Study) -> list[str]:
    """The company's own number of every customer in the raw files, as text; kept in memory only.

    Raises DataError when a table cannot be read.
    """
    with _told_plainly(study.folder):
        record = FaultRecord()
        registries = {kind: Registry() for kind in ("customer", "transaction", "contract")}
        _read_drafts(study, registries, record)
        record.raise_if_stopped(study.name)
        return list(registries["customer"].places)


def _prepare(study: Study, key: bytes) -> Prepared:
    record = FaultRecord()
    registries = {kind: Registry() for kind in ("customer", "transaction", "contract")}
    drafts, encodings = _read_drafts(study, registries, record)
    record.raise_if_stopped(study.name)
    as_of = _find_as_of(study, drafts)
    wide = [draft for draft in drafts if draft.name == "surveys" and not draft.has("item")]
    drafts = [widen_to_long(draft, study) if draft in wide else draft for draft in drafts]
    for draft in drafts:
        check_rows(draft, study, as_of)
    frames = build_frames(drafts, study, record)
    check_customers(frames, study, record)
    check_references(frames, study, record)
    record.raise_if_stopped(study.name)
    capabilities = find_capabilities(frames, study, as_of)
    facts = {**_collect_facts(frames, drafts, encodings), "key_id": key_id(key)}
    pseudonyms = build_pseudonyms(registries, key, study.name)
    flags = frozenset(name for name, kind in study.attribute_kinds.items() if kind == "flag")
    finished = {
        name: finish_frame(name, frame, pseudonyms, flags) for name, frame in frames.items()
    }
    _check_contract(finished)
    set_aside = {
        draft.name: finish_frame(draft.name, draft.quarantined_frame(), pseudonyms, flags)
        for draft in [*drafts, *wide]
        if not draft.kept.all()
    }
    return Prepared(
        frames=finished,
        quarantined=set_aside,
        faults=record.as_frame(pseudonyms["customer_id"]),
        verdict=verdict_of(max(draft.affected_share() for draft in [*drafts, *wide])),
        as_of=_EPOCH + timedelta(days=as_of),
        facts=facts,
        capabilities=capabilities,
    )


def _check_contract(frames: dict[str, pd.DataFrame]) -> None:
    # Slow to import, and seldom needed.
    from analysis.prepare.contract import check_contract  # noqa: PLC0415

    check_contract(frames)


def _read_drafts(
    study: Study, registries: dict[str, Registry], record: FaultRecord
) -> tuple[list[Draft], dict[str, str]]:
    """Every table of ``study`` typed, in the order of the schema, and its encoding."""
    drafts: list[Draft] = []
    encodings: dict[str, str] = {}
    for name in (name for name in GIVEN_TABLES if name in study.tables):
        source = study.tables[name]
        try:
            raw: RawTable = read_table(source, study.folder, name, record)
            drafts.append(Mapper(study, name, source, raw, registries, record).map_table())
        except TableStopped:
            continue
        encodings[name] = raw.encoding
    return drafts, encodings


def _find_as_of(study: Study, drafts: list[Draft]) -> int:
    if study.as_of is not None:
        return (study.as_of - _EPOCH).days
    today = (datetime.now(UTC).date() - _EPOCH).days + 1
    latest = latest_day(drafts, today)
    if latest is None:
        raise DataError(
            f"no table of {study.name} holds a date up to today, so {study.file} must say as_of:"
        )
    return latest


def _collect_facts(
    frames: dict[str, pd.DataFrame], drafts: list[Draft], encodings: dict[str, str]
) -> dict[str, Any]:
    refunds = frames.get("refunds", pd.DataFrame({"amount_cents": []}))
    days = [frames[name]["day"] for name in frames if "day" in frames[name] and name != "market"]
    days += [frames["contracts"]["start_day"]] if "start_day" in frames.get("contracts", ()) else []
    days = [series.dropna() for series in days if series.notna().any()]
    return {
        "tables": {
            draft.name: {
                "rows_read": len(draft.frame),
                "rows_kept": int(draft.kept.sum()),
                "rows_quarantined": int((~draft.kept).sum()),
            }
            for draft in drafts
        },
        "n_customers": len(frames["customers"]),
        "first_day": int(min(series.min() for series in days)) if days else None,
        "last_day": int(max(series.max() for series in days)) if days else None,
        "encodings": encodings,
        "n_refunds": len(refunds),
        "refunded_cents": int(-refunds["amount_cents"].sum()),
    }
