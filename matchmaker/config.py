"""Every setting, read from the environment once. The README's table is compared with this file by a test."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


def setting(name: str, default: str) -> str:
    """A setting's metadata key: the environment variable and its default, as the README shows them."""
    return field(default_factory=lambda: os.environ.get(name, default), metadata={"env": name, "default": default})


@dataclass(frozen=True)
class Config:
    """Settings of one process. Construct with keyword arguments in tests."""

    home: str = setting("MATCHMAKER_HOME", "var")
    database_url: str = setting("MATCHMAKER_DATABASE_URL", "")
    secret_key: str = setting("MATCHMAKER_SECRET_KEY", "")
    base_url: str = setting("MATCHMAKER_BASE_URL", "http://127.0.0.1:8000")
    port: str = setting("PORT", "8000")
    encoder: str = setting("MATCHMAKER_ENCODER", "bundled")
    encoder_precision: str = setting("MATCHMAKER_ENCODER_PRECISION", "auto")
    threads: str = setting("MATCHMAKER_THREADS", "8")
    smtp_url: str = setting("MATCHMAKER_SMTP_URL", "")
    mail_from: str = setting("MATCHMAKER_MAIL_FROM", "matchmaker@localhost")
    demo: str = setting("MATCHMAKER_DEMO", "")
    upload_limit: str = setting("MATCHMAKER_UPLOAD_LIMIT", "10485760")
    document_limit: str = setting("MATCHMAKER_DOCUMENT_LIMIT", "26214400")
    posting_days: str = setting("MATCHMAKER_POSTING_DAYS", "365")
    stale_days: str = setting("MATCHMAKER_STALE_DAYS", "180")
    deal_idle_days: str = setting("MATCHMAKER_DEAL_IDLE_DAYS", "21")
    report_licence: str = setting("MATCHMAKER_REPORT_LICENCE", "CC-BY-4.0")
    rate_limit: str = setting("MATCHMAKER_RATE_LIMIT", "20 per minute")
    secure_cookies: str = setting("MATCHMAKER_SECURE_COOKIES", "")
    signing_certificates: str = setting("MATCHMAKER_SIGNING_CERTIFICATES", "")
    log_level: str = setting("MATCHMAKER_LOG_LEVEL", "INFO")

    @property
    def home_path(self) -> Path:
        """The folder of everything that is kept, made when missing."""
        path = Path(self.home).resolve()
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def url(self) -> str:
        """The database's address: SQLite in the home folder unless set."""
        url = self.database_url or f"sqlite:///{self.home_path / 'matchmaker.sqlite'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def signing_key(self) -> str:
        """The key that signs cookies: the setting, else one made once and kept in the home folder."""
        path = self.home_path / "secret_key"
        if self.secret_key:
            return self.secret_key
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text()
