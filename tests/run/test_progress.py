import io
import re
from pathlib import Path

from analysis.run.progress import Progress, Reporter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_one_timed_line_per_event(tmp_path: Path) -> None:
    said = io.StringIO()
    progress = Progress(said)
    reporter = Reporter(progress, "telco", tmp_path / "run.log")
    progress.expect(3)
    reporter.say("starts")
    progress.advance()
    reporter.log("only logged")
    progress.close()
    assert re.fullmatch(r"\d\d:\d\d:\d\d  telco: starts\n", said.getvalue())
    log = (tmp_path / "run.log").read_text().splitlines()
    assert [line.partition("Z ")[2] for line in log] == ["starts", "only logged"]


def test_on_a_terminal_a_bar_with_the_lines_above_it() -> None:
    said = Terminal()
    progress = Progress(said)
    progress.expect(2)
    progress.advance()
    progress.say("telco", "starts")
    progress.advance()
    progress.close()
    assert "telco: starts\n" in said.getvalue()
    assert "of 2 steps" in said.getvalue()
