"""Sign-up, confirmation, sign-in, password reset, settings."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import logout_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts import actions
from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.i18n import LOCALES, _, current_locale, set_locale
from matchmaker.core.zones import offered_zones
from matchmaker.notifications.actions import send_mail
from matchmaker.web.access import access, actor, db
from matchmaker.web.demo import demo_accounts
from matchmaker.web.forms import safe_next
from matchmaker.web.identity import sign_in_cookie
from matchmaker.web.limits import limited

blueprint = Blueprint("account", __name__)
Answer = str | Response | tuple[str, int]


def _look_into_mail(text: str) -> str:
    title, sign_in_url = _("Look into your mail"), url_for("account.sign_in")
    return render_template("message.html", title=title, text=text, link_url=sign_in_url, link_text=_("Sign in"))


def _sign_up_page(values: MultiDict[str, str], errors: dict[str, str]) -> str:
    return render_template("account/sign_up.html", values=values, errors=errors, timezones=offered_zones())


@blueprint.get("/sign-up")
@access("public")
def sign_up() -> str:
    """The form of a new account."""
    start = {"role": "researcher", "locale": current_locale(), "timezone": "Asia/Almaty"}
    return _sign_up_page(MultiDict(start), {})


@blueprint.post("/sign-up", endpoint="sign_up_post")
@limited
@access("public")
def sign_up_post() -> Answer:
    """Open an account; the answer is the same whether or not the address was known."""
    names = ("name", "email", "password", "role", "locale", "timezone")
    try:
        opened = actions.sign_up(db(), **{name: request.form.get(name, "") for name in names})
    except Invalid as fault:
        return _sign_up_page(request.form, fault.errors), 422
    if opened:
        user, token = opened
        send_mail(db(), user, "confirm", link=url_for("account.confirm", token=token))
    return _look_into_mail(_("We have sent a letter to your address. Open the link in it to confirm the address."))


@blueprint.get("/confirm/<token>")
@access("public")
def confirm(token: str) -> str:
    """A page with one button: programs that open links in mails must not confirm an address."""
    return render_template("account/confirm.html", token=token)


@blueprint.post("/confirm/<token>", endpoint="confirm_post")
@access("public")
def confirm_post(token: str) -> Answer:
    """Confirm the address and sign in."""
    sign_in_cookie(actions.confirm_address(db(), token))
    flash(_("Your address is confirmed. Welcome!"), "success")
    return redirect(url_for("home.index"))


def _sign_in_page(errors: dict[str, str]) -> str:
    return render_template("account/sign_in.html", values=request.values, errors=errors, demo=demo_accounts())


@blueprint.get("/sign-in")
@access("public")
def sign_in() -> str:
    """The form."""
    return _sign_in_page({})


@blueprint.post("/sign-in", endpoint="sign_in_post")
@limited
@access("public", reads=True)
def sign_in_post() -> Answer:
    """Check address and password."""
    try:
        user = actions.sign_in(db(), request.form.get("email", ""), request.form.get("password", ""))
    except Invalid as fault:
        return _sign_in_page(fault.errors), 422
    sign_in_cookie(user)
    return redirect(safe_next(url_for("home.index")))


@blueprint.post("/sign-out")
@access("public", reads=True)
def sign_out() -> Response:
    """Forget the account in this browser."""
    logout_user()
    return redirect(url_for("home.index"))


@blueprint.get("/forgot")
@access("public")
def forgot() -> str:
    """The form for a new password."""
    return render_template("account/forgot.html", values=request.args, errors={})


@blueprint.post("/forgot", endpoint="forgot_post")
@limited
@access("public")
def forgot_post() -> Answer:
    """Send a link; the answer is the same whether or not the address is known."""
    asked = actions.request_reset(db(), request.form.get("email", ""))
    if asked:
        user, token = asked
        send_mail(db(), user, "reset", link=url_for("account.reset", token=token))
    return _look_into_mail(_("If there is an account with this address, a letter with a link is on its way."))


@blueprint.get("/reset/<token>")
@access("public")
def reset(token: str) -> str:
    """The form of the new password."""
    return render_template("account/reset.html", token=token, values=MultiDict(), errors={})


@blueprint.post("/reset/<token>", endpoint="reset_post")
@limited
@access("public")
def reset_post(token: str) -> Answer:
    """Set the new password; every sign-in before it has ended."""
    try:
        user = actions.reset_password(db(), token, request.form.get("password", ""))
    except Invalid as fault:
        return render_template("account/reset.html", token=token, values=MultiDict(), errors=fault.errors), 422
    except NotFound as fault:
        return render_template("account/forgot.html", values=MultiDict(), errors={"email": fault.message}), 422
    sign_in_cookie(user)
    flash(_("The new password is set."), "success")
    return redirect(url_for("home.index"))


def _settings_page(values: MultiDict[str, str], errors: dict[str, str]) -> str:
    return render_template("account/settings.html", values=values, errors=errors, timezones=offered_zones())


@blueprint.get("/settings")
@access("signed_in")
def settings() -> str:
    """Name, language and time zone."""
    reader = actor()
    return _settings_page(MultiDict({"name": reader.name, "locale": reader.locale, "timezone": reader.timezone}), {})


@blueprint.post("/settings", endpoint="settings_post")
@access("signed_in")
def settings_post() -> Answer:
    """Save them."""
    names = ("name", "locale", "timezone")
    try:
        user = actions.update_profile(actor(), db(), **{name: request.form.get(name, "") for name in names})
    except Invalid as fault:
        return _settings_page(request.form, fault.errors), 422
    set_locale(user.locale)
    flash(_("Saved."), "success")
    return redirect(url_for("account.settings"))


@blueprint.post("/sign-out-everywhere")
@access("signed_in")
def sign_out_everywhere() -> Response:
    """End every sign-in of this account."""
    actions.sign_out_everywhere(actor(), db())
    logout_user()
    flash(_("You are signed out on every device."), "success")
    return redirect(url_for("account.sign_in"))


@blueprint.post("/language")
@access("public")
def language() -> Response:
    """Change the language: of the account when signed in, else of this browser."""
    lang, reader = request.form.get("lang", ""), actor()
    if lang in LOCALES:
        session["locale"] = lang
        if reader.is_signed_in:
            actions.update_profile(reader, db(), name=reader.name, locale=lang, timezone=reader.timezone)
    return redirect(safe_next(url_for("home.index")))
