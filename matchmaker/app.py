"""Composition: one function that puts the floors together. Imports neither torch nor faiss (law 11)."""

from apiflask import APIFlask
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import FileSystemBytecodeCache

from matchmaker import cli, logs
from matchmaker.api import deals as api_deals
from matchmaker.api import indicators as api_indicators
from matchmaker.api import routes as api_routes
from matchmaker.api.spec import describe
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.jobs import Task, Tasks
from matchmaker.deals.disclosure import signing
from matchmaker.deals.money.asking import ask_for_sales
from matchmaker.deals.money.reminders import sweep_late
from matchmaker.deals.work.reminders import remind_owners
from matchmaker.indicators.report.reminders import remind_bodies
from matchmaker.notifications.jobs import delivery_task
from matchmaker.paths import STATIC, TEMPLATES
from matchmaker.postings.jobs import sweep_task
from matchmaker.recommendations.jobs import embedding_task, reading_again_task, sentences_task
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.rereading import forgetting_task, rereading_task
from matchmaker.sessions.day.mending import OFFER, offering_task
from matchmaker.sessions.day.offering import expire_offers
from matchmaker.sessions.requests.sweeping import sweep_requests
from matchmaker.sessions.timetable.making import making_task
from matchmaker.sessions.timetable.runs import JOB as MAKE_TIMETABLE
from matchmaker.territories.radar.actions import JOB as READ_DEMAND
from matchmaker.territories.radar.actions import look_daily
from matchmaker.territories.radar.jobs import reading_task
from matchmaker.territories.statistics.jobs import reckoning_task
from matchmaker.territories.statistics.runs import JOB as RECKON_POTENTIAL
from matchmaker.web import (
    about,
    account,
    admin,
    demo,
    desk,
    drafts,
    errors,
    files,
    formats,
    glossary,
    health,
    home,
    identity,
    ids,
    introductions,
    limits,
    locale,
    organisations,
    overview,
    postings,
    recommendations,
    search,
    security,
    start,
    weights,
)
from matchmaker.web.deals import deal as deals
from matchmaker.web.deals import documents as deal_documents
from matchmaker.web.deals import figures as deal_figures
from matchmaker.web.deals import funding as deal_funding
from matchmaker.web.deals import guide as deal_guide
from matchmaker.web.deals import lists as deal_lists
from matchmaker.web.deals import money as deal_money
from matchmaker.web.deals import money_payments, money_plan, money_terms
from matchmaker.web.deals import nda as deal_nda
from matchmaker.web.deals import opening as deal_opening
from matchmaker.web.deals import room as deal_room
from matchmaker.web.deals import work as deal_work
from matchmaker.web.indicators import directions as indicator_directions
from matchmaker.web.indicators import editing as indicator_editing
from matchmaker.web.indicators import indicators, report_bodies, report_files, reports, submissions
from matchmaker.web.indicators import values as indicator_values
from matchmaker.web.sessions import agenda as session_agenda
from matchmaker.web.sessions import day as session_day
from matchmaker.web.sessions import invitations, meeting, people, pitches, session, walk_ins
from matchmaker.web.sessions import own_day as session_own
from matchmaker.web.sessions import report as session_report
from matchmaker.web.sessions import requests as session_requests
from matchmaker.web.sessions import timetable as session_timetable
from matchmaker.web.territories import (
    bookings,
    investors,
    potential,
    potential_data,
    potential_import,
    project_forms,
    radar,
)
from matchmaker.web.territories import facilities as territory_facilities
from matchmaker.web.territories import projects as territory_projects
from matchmaker.web.territories import residents as territory_residents
from matchmaker.web.territories import structure as territory_structure
from matchmaker.web.territories import territory as territories

# What is looked through every now and then, whatever else happens.
SWEEPS = (sweep_requests, expire_offers, remind_owners, sweep_late, ask_for_sales, remind_bodies, look_daily)
BODY_MARGIN = 7 * 2**20  # so that a file somewhat too large gets words at its field, with what was typed beside it
PAGES = (
    about,
    account,
    admin,
    bookings,
    deal_nda,
    deal_figures,
    deal_room,
    deal_work,
    deal_documents,
    deals,
    deal_funding,
    deal_money,
    demo,
    desk,
    glossary,
    health,
    home,
    indicator_values,
    indicators,
    introductions,
    investors,
    organisations,
    overview,
    postings,
    potential,
    potential_data,
    radar,
    recommendations,
    reports,
    search,
    session_agenda,
    session_report,
    session_timetable,
    session_requests,
    session_day,
    session_own,
    session,
    people,
    start,
    territories,
    territory_residents,
    territory_structure,
    territory_projects,
    territory_facilities,
    submissions,
    weights,
)
INSTALLED = (ids, limits, locale, identity, security, errors, formats, cli)
ROUTES_ADDED_ON_IMPORT = (
    api_deals,
    api_indicators,
    deal_guide,
    deal_lists,
    deal_opening,
    drafts,
    files,
    indicator_directions,
    indicator_editing,
    invitations,
    meeting,
    money_payments,
    money_plan,
    money_terms,
    pitches,
    project_forms,
    potential_import,
    report_bodies,
    report_files,
    walk_ins,
)


def tasks(config: Config, database: Database, index: LiveIndex) -> Tasks:
    """Every kind of job by name."""
    found: dict[str, Task] = {"deliver_mail": delivery_task(config.smtp_url, config.mail_from, config.base_url)}
    found["sweep"] = sweep_task(*SWEEPS)
    found["embed_posting"] = embedding_task(index.engines)
    found["read_sentences"] = sentences_task(index.engines)
    found["read_again"] = reading_again_task(index.engines)
    found["read_anew"] = rereading_task(index.engines)
    found["forget_encoders"] = forgetting_task()
    found[OFFER] = offering_task(index)
    found[MAKE_TIMETABLE] = making_task(database, index)
    found[RECKON_POTENTIAL] = reckoning_task(database)
    found[READ_DEMAND] = reading_task(database, index)
    return found


def body_limit(config: Config) -> int:
    """How large a request may be: the largest file that is taken, and a margin."""
    return max(int(config.upload_limit), int(config.document_limit)) + BODY_MARGIN


def create_app(config: Config | None = None) -> Flask:
    """The application of one process, with its own database handle and its own index."""
    config = config or Config()
    logs.install(config.log_level)
    app = APIFlask(
        "matchmaker",
        title="Matchmaker",
        version="1",
        docs_path=None,
        spec_path="/api/openapi.json",
        json_errors=False,
        template_folder=str(TEMPLATES),
        static_folder=str(STATIC),
    )
    equip(app, config)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # a template is compiled once for all processes
    CSRFProtect(app).exempt(api_routes.blueprint)
    for part in INSTALLED:
        part.install(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    app.register_blueprint(deal_funding.public)
    app.register_blueprint(recommendations.interests)
    app.register_blueprint(api_routes.blueprint)
    app.register_blueprint(api_routes.docs)
    app.spec_processor(describe)
    return app


def equip(app: Flask, config: Config) -> None:
    """Give the application its settings, its database handle, its index and its kinds of jobs."""
    app.config.update(
        SECRET_KEY=config.signing_key,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=bool(config.secure_cookies),
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SECURE=bool(config.secure_cookies),
        MAX_CONTENT_LENGTH=body_limit(config),
        MAX_FORM_MEMORY_SIZE=body_limit(config),
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
    )
    index, database = LiveIndex(config.encoder, config.encoder_precision), Database(config.url)
    app.extensions |= {
        "config": config,
        "database": database,
        "index": index,
        "tasks": tasks(config, database, index),
        "signing": signing.methods(config.signing_certificates),
    }
