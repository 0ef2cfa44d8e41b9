"""Accounts and their roles, for the administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.accounts.actions import change_role as give_role
from matchmaker.accounts.queries import list_users
from matchmaker.core.i18n import _
from matchmaker.web.access import access, actor, db

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/users")
@access("administrator")
def users() -> str:
    """Every account."""
    return render_template("admin/users.html", users=list_users(actor(), db()))


@blueprint.post("/users/<int:user_id>/role")
@access("administrator")
def change_role(user_id: int) -> Response:
    """Give an account another role; its sign-ins end."""
    give_role(actor(), db(), user_id, request.form.get("role", ""))
    flash(_("Saved."), "success")
    return redirect(url_for("admin.users"))
