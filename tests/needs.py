"""A test that lacks a part of the machine says so and skips; in CI it fails instead."""

import os

import pytest


def need(condition: bool, reason: str) -> None:
    """Skip with `reason` unless `condition`; in CI (variable CI) fail, so that nothing goes untested unseen."""
    if condition:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
