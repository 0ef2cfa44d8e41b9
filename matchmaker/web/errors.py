"""Errors of the domain as HTTP: one page, in the reader's language; JSON under /api."""

from typing import Any

import structlog
from flask import Flask, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from matchmaker.core.db import is_busy
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.web.access import SignInFirst, identify_for_error

STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
log = structlog.get_logger()


def titles() -> dict[int, str]:
    """What the page says above each status."""
    return {
        400: _("The request cannot be read"),
        401: _("Sign in"),
        403: _("Not for your role"),
        404: _("Not found"),
        405: _("The request cannot be read"),
        409: _("Somebody was faster"),
        413: _("Too large"),
        422: _("Please mend"),
        429: _("Too many tries"),
        500: _("Something went wrong on our side"),
        503: _("Too much at once"),
    }


def answer(status: int, text: str, errors: dict[str, str] | None = None) -> Any:
    """The error page, or its JSON twin under /api."""
    if request.path.startswith("/api/"):
        return jsonify({"error": {"status": status, "message": text, "fields": errors or {}}}), status
    title = titles().get(status, titles()[400])
    return render_template("error.html", status=status, title=title, text=text), status


def _domain(fault: DomainError) -> Any:
    if isinstance(fault, Invalid):
        return answer(422, " ".join(fault.errors.values()), fault.errors)
    return answer(STATUS[type(fault)], fault.message)


def _http(fault: HTTPException) -> Any:
    identify_for_error()
    texts = {
        404: _("There is nothing at this address, or you may not see it."),
        413: _("What you sent is larger than the server takes. Shorten the text or the file."),
        429: _("Wait a minute, then try again."),
        500: _("It is written down and will be looked into. Nothing you saved before is lost."),
    }
    unknown = (fault.description or "") if request.path.startswith("/api/") else _("Go back and try again.")
    response = make_response(answer(fault.code or 500, texts.get(fault.code or 500, unknown)))
    if isinstance(fault, MethodNotAllowed):
        response.allow.update(fault.valid_methods or ())
    return response


def _sign_in(fault: SignInFirst) -> Any:
    if request.path.startswith("/api/") or request.headers.get("HX-Request"):  # htmx would put the form into a panel
        return answer(401, _("Sign in first."))
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token" and pair[1]]
    if typed:  # a sign-in that ended while somebody wrote must not cost what was written
        return render_template("account/held.html", typed=typed), 401
    flash(_("Sign in first."), "info")
    following = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("account.sign_in", next=following))


def _csrf(fault: CSRFError) -> Any:
    identify_for_error()
    return answer(400, _("The page was open for too long. Go back, reload it and send again."))


def _integrity(fault: IntegrityError | StaleDataError) -> Any:
    log.warning("integrity", error=str(getattr(fault, "orig", fault)))
    return answer(409, _("Somebody has saved the same thing at the same moment. Look at it again."))


def _busy(fault: OperationalError) -> Any:
    """The database has given this transaction up so that others could go on; anything else is a fault of ours."""
    if not is_busy(fault):
        raise fault
    log.warning("busy", error=str(fault.orig))
    identify_for_error()
    text = _("Very many people are saving something now. Nothing of yours was saved: go back and send it again.")
    response = make_response(answer(503, text))
    response.headers["Retry-After"] = "5"
    return response


def install(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(SignInFirst, _sign_in)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(StaleDataError, _integrity)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(HTTPException, _http)
