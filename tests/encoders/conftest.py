"""What the tests of a change of encoder begin with: a small model, and postings that the stand-in has read."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.encoders.making import fill
from tests.models import sentence_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small model."""
    return str(sentence_model(tmp_path_factory.mktemp("model") / "tiny", prompts={"query": "query: "}))


@pytest.fixture
def filled(any_app: Flask, any_cast: Cast) -> Flask:
    """An application whose postings are read."""
    return fill(any_app, any_cast)
