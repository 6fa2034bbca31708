"""Steps of a token, one in the other: however they are put together, it does not vanish."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .steps import DECLARED, STEPS
from .ways import Outcome, Way, outcome


def _around(steps: list[str]) -> str:
    expression = "t"
    for step in steps:
        expression = step.replace("#", expression)
    return expression


def _through(steps: list[str]) -> Outcome:
    return outcome(Way(f"SEND({_around(steps)});", DECLARED).files)


@pytest.mark.parametrize("step", STEPS)
def test_a_token_does_not_vanish_in_a_step(step: str) -> None:
    assert _through([step]) is not Outcome.LOST


@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=4))
@settings(max_examples=150)
def test_a_token_does_not_vanish_in_steps(steps: list[str]) -> None:
    assert _through(steps) is not Outcome.LOST


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4))
@settings(max_examples=100)
def test_a_token_does_not_vanish_in_steps_with_names(steps: list[str]) -> None:
    lines = ["const x0 = t;"]
    lines += [f"const x{n + 1} = {step.replace('#', f'x{n}')};" for n, step in enumerate(steps)]
    here = " ".join([*lines, f"SEND(x{len(steps)});"])
    assert outcome(Way(here, DECLARED).files) is not Outcome.LOST
