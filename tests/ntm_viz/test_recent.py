"""What was opened last can be opened again."""

from __future__ import annotations

import pytest

from ntm_viz import assets
from ntm_viz.recent import MOST, Recent
from ntm_viz.settings import Settings


@pytest.fixture
def recent(qapp, tmp_path):
    return Recent(Settings(tmp_path / "settings.json"))


def names(recent):
    return [path.name for path, _ in recent.files]


def test_the_newest_stands_first_and_none_twice(recent, tmp_path):
    for name in ("a", "b", "c", "a"):
        recent.add(tmp_path / name)
    assert names(recent) == ["a", "c", "b"]


def test_no_more_are_kept_than_can_be_overseen(recent, tmp_path):
    for number in range(MOST + 3):
        recent.add(tmp_path / str(number))
    assert names(recent) == [str(number) for number in reversed(range(3, MOST + 3))]


def test_what_is_gone_is_told_as_gone(recent, tmp_path):
    file = tmp_path / "run.npz"
    file.touch()
    recent.add(file)
    assert recent.files == [(file, True)]
    file.unlink()
    assert recent.files == [(file, False)]


def test_what_comes_with_the_program_is_not_listed(recent):
    recent.add(assets.asset(assets.SHIPPED_MODEL))
    assert names(recent) == []


def test_a_name_from_where_the_program_was_started_is_found_from_elsewhere(
    recent, tmp_path, monkeypatch
):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    recent.add(Path("runs/copy"))
    monkeypatch.chdir("/")
    assert recent.files[0][0] == tmp_path / "runs" / "copy"


def test_it_is_kept_and_can_be_cleared(recent, tmp_path, qtbot):
    settings = Settings(tmp_path / "kept.json")
    first = Recent(settings)
    first.add(tmp_path / "a")
    settings.save()
    assert names(Recent(Settings(tmp_path / "kept.json"))) == ["a"]
    with qtbot.waitSignal(first.changed) as told:
        first.clear()
    assert told.args == [[]]
    settings.save()
    assert names(Recent(Settings(tmp_path / "kept.json"))) == []
