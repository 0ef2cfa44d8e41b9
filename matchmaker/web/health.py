"""Whether the process is alive, and whether it can serve: for whoever watches it."""

import structlog
from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from matchmaker.recommendations.encoder_state import all_faults, progress
from matchmaker.web.access import config, database, index

blueprint = Blueprint("health", __name__)
log = structlog.get_logger()


@blueprint.get("/health")
def health() -> Response:
    """The process answers; touches neither database nor index."""
    return jsonify({"status": "ok"})


health.access = "public"  # type: ignore[attr-defined]  # no transaction: it must answer when the database does not


def _database_usable() -> bool:
    try:
        with database().read() as reading:
            reading.execute(text("SELECT count(*) FROM changes"))
    except SQLAlchemyError as fault:
        log.error("database not usable", error=str(fault))
        return False
    return True


def _index_usable() -> bool:
    with database().read() as reading:
        index().catch_up(reading)
    return index().index.is_sound()


def _encoder_usable() -> bool:
    asked = index().edition.encoder
    asked.encode(["ready"])
    return asked.fault is None


def _faults() -> list[str]:
    with database().read() as reading:
        return all_faults(progress(reading, config().encoder), index().edition.encoder.fault)


CHECKS = {"database": _database_usable, "index": _index_usable, "encoder": _encoder_usable}


@blueprint.get("/ready")
def ready() -> tuple[Response, int]:
    """Database, index and encoder, each in turn; 503 with the first that is not usable.

    Without its encoder a process that has readings still serves them: 200, and a message says what is wrong.
    """
    found: dict[str, bool] = {}
    for name, check in CHECKS.items():
        found[name] = all(found.values()) and check()
    is_ready = all(found.values()) or (found["index"] and len(index().index) > 0)
    message = {"message": " ".join(faults)} if found["index"] and (faults := _faults()) else {}
    return jsonify({"ready": is_ready, **found, **message}), 200 if is_ready else 503


ready.access = "public"  # type: ignore[attr-defined]  # opens its own transactions, for the same reason
