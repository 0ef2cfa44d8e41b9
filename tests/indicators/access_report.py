"""Who may call what in the room of the annual report: rows and calls of the access matrix.

The author speaks for one of the bodies, the company for another one.
"""

REPORT_TABLE = """
reports.index                    200    200     200     200      200     200   200      200
reports.opening                  403    403     403     403      200     200   403      in
reports.opening_post             403    403     403     403      302     302   403      in
reports.year                     200    200     200     200      200     200   200      200
reports.year:published           200    200     200     200      200     200   200      200
reports.move:freeze              403    403     403     403      422     422   403      in
reports.move:publish             403    403     403     403      409     409   403      in
reports.edit                     403    403     403     403      200     200   403      in
reports.edit_post                403    403     403     403      302     302   403      in
reports.edit_post:published      403    403     403     403      409     409   403      in
reports.paper                    404    404     404     404      404     404   404      404
reports.paper:published          200    200     200     200      200     200   200      200
reports.everything               200    200     200     200      200     200   200      200
reports.data                     200    200     200     200      200     200   200      200
reports.evidence                 200    404     200     404      200     200   404      404
reports.bodies                   403    403     403     403      200     200   403      in
reports.new_body                 403    403     403     403      200     200   403      in
reports.new_body_post            403    403     403     403      302     302   403      in
reports.body                     403    403     403     403      200     200   403      in
reports.body_post                403    403     403     403      302     302   403      in
submissions.detail               200    404     200     404      200     200   404      in
submissions.detail:company       404    200     200     404      200     200   404      in
submissions.fill                 302    404     403     404      403     403   404      in
submissions.move:submit          302    404     403     404      403     403   404      in
submissions.move:accept          409    404     409     404      409     409   404      in
submissions.move:return          409    404     409     404      409     409   404      in
submissions.comment              302    404     403     404      302     302   404      in
"""

BODY = {"kind": "local", "name_kk": "Абай", "name_ru": "Абай", "name_en": "Abai", "region": "KZ-10", "is_active": "1"}
OWN = "/reports/{report_year}/submissions/{report_own}"

REPORT_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "reports.index": ("/reports/", {}),
    "reports.opening": ("/reports/new", {}),
    "reports.opening_post": ("/reports/new", {"year": "2050"}),
    "reports.year": ("/reports/{report_year}", {}),
    "reports.year:published": ("/reports/{report_published}", {}),
    "reports.move:freeze": ("/reports/{report_year}/freeze", {}),
    "reports.move:publish": ("/reports/{report_year}/publish", {}),
    "reports.edit": ("/reports/{report_year}/edit", {}),
    "reports.edit_post": ("/reports/{report_year}/edit", {"version": "1", "preface_en": "New"}),
    "reports.edit_post:published": ("/reports/{report_published}/edit", {"version": "1", "preface_en": "New"}),
    "reports.paper": ("/reports/{report_year}/report-kk.pdf", {}),
    "reports.paper:published": ("/reports/{report_published}/report-kk.pdf", {}),
    "reports.everything": ("/reports/{report_published}/report.zip", {}),
    "reports.data": ("/reports/{report_published}/data.zip", {}),
    "reports.evidence": ("/reports/evidence/{report_evidence}", {}),
    "reports.bodies": ("/reports/bodies", {}),
    "reports.new_body": ("/reports/bodies/new", {}),
    "reports.new_body_post": ("/reports/bodies/new", BODY),
    "reports.body": ("/reports/bodies/{report_body}", {}),
    "reports.body_post": ("/reports/bodies/{report_body}", BODY),
    "submissions.detail": (OWN, {}),
    "submissions.detail:company": ("/reports/{report_year}/submissions/{report_other}", {}),
    "submissions.fill": (OWN, {"version": "{report_version}", "text": "We worked.", "lang": "en"}),
    "submissions.move:submit": (f"{OWN}/submit", {"version": "{report_version}"}),
    "submissions.move:accept": (f"{OWN}/accept", {"version": "{report_version}"}),
    "submissions.move:return": (f"{OWN}/return", {"version": "{report_version}", "reason": "Correct it."}),
    "submissions.comment": (f"{OWN}/comments", {"comment": "Look."}),
}
