"""How many examples the property tests draw, and which: the same ones in every run, others with `make fuzz`."""

from hypothesis import HealthCheck, settings

USUAL, FUZZ = "usual", "fuzz"
# How many times as many, where there is the night for it.
MORE = 20


def register_profiles() -> None:
    """Makes the usual profile that of this run; `--hypothesis-profile=fuzz` asks for the other.

    A test that depends on how busy the machine is, or on what was drawn this time, is one that fails by luck.
    """
    shared = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    settings.register_profile(USUAL, shared, derandomize=True, database=None)
    settings.register_profile(FUZZ, shared, max_examples=MORE * shared.max_examples, print_blob=True)
    settings.load_profile(USUAL)


def examples(number: int) -> settings:
    """Returns the setting for a test that draws so many examples, or many more of them where we fuzz."""
    is_fuzz = settings.get_current_profile_name() == FUZZ
    return settings(max_examples=number * (MORE if is_fuzz else 1))
