"""What a person chose comes back, whatever has happened to the file in between."""

from __future__ import annotations

import json

import pytest

from ntm_viz.settings import VARIABLE, Settings, settings_file


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ntm-viz" / "settings.json"


def kept(file):
    return json.loads(file.read_text(encoding="utf-8"))


def left(file):
    return sorted(path.name for path in file.parent.iterdir())


def saved(file, **values):
    settings = Settings(file)
    for name, value in values.items():
        settings.put(name, value)
    settings.save()
    return settings


def test_what_was_put_comes_back(file):
    saved(file, speed=15, theme="light", window={"geometry": "AAA="}, recent=["/a", "/b"])
    settings = Settings(file)
    assert settings.problem is None
    assert (settings.get("speed", 8), settings.get("theme", "system")) == (15, "light")
    assert settings.get("window", {}) == {"geometry": "AAA="}
    assert settings.strings("recent") == ["/a", "/b"]


def test_without_a_file_everything_is_as_usual_and_none_is_made(file):
    settings = Settings(file)
    assert (settings.get("speed", 8), settings.strings("recent")) == (8, [])
    settings.save()
    assert not file.exists()


@pytest.mark.parametrize("value", ["fast", None, True, 1.5, [8], {"a": 1}])
def test_a_value_of_another_kind_counts_as_none(file, value):
    saved(file, speed=value)
    assert Settings(file).get("speed", 8) == 8


def test_a_list_of_other_things_is_taken_for_what_of_it_is_text(file):
    saved(file, recent=["/a", 3, None, "/b"], other="/a")
    assert Settings(file).strings("recent") == ["/a", "/b"]
    assert Settings(file).strings("other") == []


def test_what_this_version_does_not_know_stays(file):
    saved(file, speed=2)
    file.write_text(json.dumps({**kept(file), "of_tomorrow": [1, 2]}))
    saved(file, speed=4)
    assert kept(file) == {"version": 1, "speed": 4, "of_tomorrow": [1, 2]}


def test_two_windows_of_the_program_keep_what_each_has_changed(file):
    one, other = Settings(file), Settings(file)
    one.put("speed", 4)
    one.put("theme", "dark")
    one.save()
    other.put("theme", "light")
    other.save()
    assert (kept(file)["speed"], kept(file)["theme"]) == (4, "light")


def test_nothing_but_the_file_is_left_behind(file):
    saved(file, speed=4)
    assert left(file) == ["settings.json"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"speed": 4', "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"", "damaged"),
        (b"[1, 2]", "no table"),
        (b'{"version": 2, "speed": 4}', "newer"),
        (b'{"version": "1"}', "newer"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_and_told_of(file, content, reason):
    file.parent.mkdir()
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.get("speed", 8) == 8
    assert reason in settings.problem.reason
    (aside,) = file.parent.iterdir()
    assert aside.match("settings.broken-*.json")
    assert str(aside) in settings.problem.what_to_do
    assert aside.read_bytes() == content
    settings.put("speed", 2)
    settings.save()
    assert Settings(file).get("speed", 8) == 2


def test_a_file_that_breaks_while_the_program_runs_loses_nothing(file):
    settings = saved(file, speed=4)
    file.write_text("{")
    settings.put("loop", True)
    settings.save()
    assert kept(file) == {"version": 1, "speed": 4, "loop": True}
    assert len(left(file)) == 2


def test_a_folder_that_cannot_be_written_is_an_error_and_what_was_there_stays(file):
    file.parent.parent.joinpath("ntm-viz").write_text("a file where the folder should be")
    settings = Settings(None)
    settings.put("speed", 4)
    settings.save()
    settings = Settings(file)
    settings.put("speed", 4)
    with pytest.raises(OSError, match="ntm-viz"):
        settings.save()


def test_the_environment_names_another_file_or_none(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine.json"))
    assert settings_file() == tmp_path / "mine.json"
    monkeypatch.setenv(VARIABLE, "")
    assert settings_file() is None
    monkeypatch.delenv(VARIABLE)
    assert settings_file().parts[-2:] == ("ntm-viz", "settings.json")


def test_what_could_not_be_written_is_written_the_next_time(file, monkeypatch):
    settings = Settings(file)
    settings.put("speed", 8)
    with monkeypatch.context() as full:
        full.setattr(type(file), "replace", _no_space)
        with pytest.raises(OSError, match="No space"):
            settings.save()
    settings.put("loop", True)
    settings.save()
    assert (Settings(file).get("speed", 1), Settings(file).get("loop", False)) == (8, True)


def _no_space(*_):
    raise OSError(28, "No space left")
