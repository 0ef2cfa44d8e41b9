"""Who may call what on the day of a session: rows and calls of the access matrix."""

DAY_TABLE = """
session_day.badge                200    200     200     200      200     200   200      200
session_day.badge_post           403    403     302     302      403     302   403      in
session_day.index                403    403     200     403      403     200   403      in
session_day.person:arrive        403    403     302     403      403     302   403      in
session_day.person:missing       403    403     302     403      403     302   403      in
session_day.person:late          403    403     422     403      403     422   403      in
session_day.walk_in              403    403     422     403      403     422   403      in
session_day.table                403    403     302     403      403     302   403      in
session_day.changes              403    403     200     403      403     200   403      in
session_day.offer                403    403     302     403      403     302   403      in
session_day.absences             403    403     200     403      403     200   403      in
session_day.judge                403    403     302     403      403     302   403      in
session_day.board                200    200     200     200      200     200   200      200
session_own.index                200    200     404     404      404     404   404      in
session_own.late                 409    409     404     404      404     404   404      in
session_own.offer                302    403     404     404      404     404   404      in
session_own.after                200    200     404     404      404     404   404      in
session_own.tell:outcome         302    302     404     404      404     404   404      in
session_own.tell:appeal          302    404     404     404      404     404   404      in
session_own.done                 302    404     404     404      404     404   404      in
session_own.introduce            302    302     404     404      404     404   404      in
"""

DAY_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "session_day.badge": ("/sessions/checkin/{day_token}", {}),
    "session_day.badge_post": ("/sessions/checkin/{day_token}", {}),
    "session_day.index": ("/sessions/{day}/day", {}),
    "session_day.walk_in": ("/sessions/{day}/day/people", {"email": "walks@example.org"}),
    "session_day.person:arrive": ("/sessions/{day}/day/people/{day_company}/arrive", {}),
    "session_day.person:missing": ("/sessions/{day}/day/people/{day_company}/missing", {}),
    "session_day.person:late": ("/sessions/{day}/day/people/{day_company}/late", {"until": ""}),
    "session_day.table": ("/sessions/{day}/day/tables/{day_table}/close", {}),
    "session_day.changes": ("/sessions/{day}/day/changes", {}),
    "session_day.offer": ("/sessions/{day}/day/offers/{day_offer}/{day_author}/decline", {}),
    "session_day.absences": ("/sessions/{day}/day/absences", {}),
    "session_day.judge": ("/sessions/{day}/day/absences/{day_meeting}/{day_author}/excuse", {}),
    "session_day.board": ("/sessions/{day}/board", {}),
    "session_own.index": ("/sessions/{day}/my-day", {}),
    "session_own.late": ("/sessions/{day}/my-day/late", {"minutes": "5"}),
    "session_own.offer": ("/sessions/{day}/my-day/offers/{day_offer}/decline", {}),
    "session_own.after": ("/sessions/{day}/my-meetings", {}),
    "session_own.tell:outcome": ("/sessions/{day}/my-meetings/{day_meeting}/outcome", {"outcome": "insight"}),
    "session_own.tell:appeal": ("/sessions/{day}/my-meetings/{day_meeting}/appeal", {"appeal": "I was ill"}),
    "session_own.done": ("/sessions/{day}/my-meetings/tasks/{day_task}/done", {}),
    "session_own.introduce": ("/sessions/{day}/my-meetings/{day_meeting}/introduce", {}),
}
