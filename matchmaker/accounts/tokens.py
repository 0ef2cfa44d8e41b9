"""One-time tokens for confirming an address and for a new password."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.accounts.models import AccountToken, User
from matchmaker.core import clock
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _

LIFETIME = {"confirm": timedelta(days=3), "reset": timedelta(hours=2)}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(db: Session, user: User, purpose: str) -> str:
    """Make a token for `confirm` or `reset` and return it in clear: only the mail will know it."""
    token = secrets.token_urlsafe(24)
    expires_at = clock.now() + LIFETIME[purpose]
    db.add(AccountToken(token_hash=_hash(token), user_id=user.id, purpose=purpose, expires_at=expires_at))
    return token


def redeem(db: Session, token: str, purpose: str) -> User:
    """Use a token up, and every other one for the same purpose, and return its account. Raises NotFound for a wrong, used or late one."""
    row = db.get(AccountToken, _hash(token))
    if row is None or row.purpose != purpose or row.used_at or row.expires_at < clock.now():
        raise NotFound(_("The link has been used already or is too old. Ask for a new one."))
    mine = AccountToken.user_id == row.user_id, AccountToken.purpose == purpose
    db.execute(update(AccountToken).where(*mine, AccountToken.used_at.is_(None)).values(used_at=clock.now()))
    return db.get_one(User, row.user_id)
