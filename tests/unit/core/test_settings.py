import pytest

from harness.core.errors import ConfigError
from harness.core.settings import Setting, Settings, variable

DECLARED = (
    Setting("address", "where the server listens", variable="OTHER_ADDRESS"),
    Setting("beam", "width of the search", "4"),
    Setting("api_key", "the key of the server", secret=True),
    Setting("allow_remote", "texts may leave this machine", personal=True),
)


def given(**places) -> dict[str, str]:
    return dict(Settings(**places).of("remote", DECLARED, ("remote", "remote-two", "names")))


def test_the_first_place_that_sets_a_value_decides() -> None:
    everywhere = {
        "options": {"remote": {"beam": "1"}},
        "environment": {"HARNESS_REMOTE_BEAM": "2"},
        "project": {"remote": {"beam": "3"}},
        "file": {"remote": {"beam": "4"}},
    }
    for expected in ("1", "2", "3", "4"):
        assert given(**everywhere)["beam"] == expected
        everywhere.pop(next(iter(everywhere)))
    assert given(**everywhere) == {}


def test_one_place_leaves_the_settings_of_the_others_alone() -> None:
    assert given(
        options={"remote": {"beam": "1"}},
        environment={"HARNESS_REMOTE_API_KEY": "k"},
        file={"remote": {"address": "a"}},
    ) == {"beam": "1", "api_key": "k", "address": "a"}


def test_a_variable_of_another_program_counts_less_than_the_harness_s_own() -> None:
    assert given(environment={"OTHER_ADDRESS": "theirs"}) == {"address": "theirs"}
    both = {"OTHER_ADDRESS": "theirs", "HARNESS_REMOTE_ADDRESS": "ours"}
    assert given(environment=both) == {"address": "ours"}


def test_an_empty_variable_sets_nothing() -> None:
    assert given(environment={"HARNESS_REMOTE_BEAM": "", "OTHER_ADDRESS": ""}) == {}


@pytest.mark.parametrize(
    ("places", "written"),
    [
        ({"options": {"remote": {"baem": "1"}}}, "option remote.baem"),
        ({"environment": {"HARNESS_REMOTE_BAEM": "1"}}, "HARNESS_REMOTE_BAEM"),
        ({"file": {"remote": {"baem": "1"}}, "file_name": "my.toml"}, "my.toml"),
        ({"project": {"remote": {"baem": "1"}}, "project_name": "its.toml"}, "its.toml"),
    ],
)
def test_an_unknown_setting_is_an_error_that_says_where_and_what_was_meant(places, written) -> None:
    with pytest.raises(ConfigError, match="no setting 'baem'") as refusal:
        given(**places)
    assert written in str(refusal.value)
    assert "'beam'" in refusal.value.hint


def test_variables_of_a_part_with_a_longer_name_are_that_part_s() -> None:
    assert given(environment={"HARNESS_REMOTE_TWO_SPEED": "1", "HARNESS_NAMES_X": "1"}) == {}


def test_a_part_without_settings_takes_none() -> None:
    with pytest.raises(ConfigError, match="'plain' has no setting 'beam'") as refusal:
        Settings({"plain": {"beam": "1"}}).of("plain", ())
    assert "leave it out" in refusal.value.hint


def test_a_secret_is_no_option_since_options_are_kept_with_the_run() -> None:
    with pytest.raises(ConfigError, match="secret") as refusal:
        given(options={"remote": {"api_key": "xyzzy"}})
    assert "HARNESS_REMOTE_API_KEY" in refusal.value.hint
    assert "xyzzy" not in f"{refusal.value}{refusal.value.hint}"


def test_secrets_are_those_that_were_set() -> None:
    settings = Settings(environment={"HARNESS_REMOTE_API_KEY": "k", "HARNESS_REMOTE_BEAM": "2"})
    assert settings.secrets("remote", DECLARED) == ("k",)
    assert Settings().secrets("remote", DECLARED) == ()


def test_the_name_of_a_variable_follows_one_rule() -> None:
    assert variable("word-order", "api_key") == "HARNESS_WORD_ORDER_API_KEY"


@pytest.mark.parametrize("name", ["api_key", "allow_remote"])
def test_what_is_personal_is_refused_in_a_project_s_file(name) -> None:
    with pytest.raises(ConfigError, match="only you may set this") as refusal:
        given(project={"remote": {name: "xyzzy"}}, project_name="its.toml", file_name="my.toml")
    assert "its.toml, [remote]" in str(refusal.value)
    assert "my.toml" in refusal.value.hint
    assert "xyzzy" not in f"{refusal.value} {refusal.value.hint}"
    assert given(file={"remote": {name: "xyzzy"}}) == {name: "xyzzy"}


def test_each_value_is_found_with_its_place() -> None:
    settings = Settings(
        options={"remote": {"beam": "1"}},
        environment={"OTHER_ADDRESS": "theirs"},
        file={"remote": {"api_key": "k", "beam": "2"}},
        file_name="my.toml",
    )
    assert settings.found("remote", DECLARED) == {
        "beam": ("1", "option"),
        "address": ("theirs", "OTHER_ADDRESS"),
        "api_key": ("k", "my.toml"),
    }
