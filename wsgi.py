"""The WSGI application, for servers and for the flask command."""

from matchmaker.app import create_app

app = create_app()
