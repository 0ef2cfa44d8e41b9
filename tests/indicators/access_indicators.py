"""Who may call what among indicators and their values: rows and calls of the access matrix.

The laboratory owns the first indicator, so that its people enter values; the ministry is the analyst and the administrator.
"""

INDICATORS_TABLE = """
indicators.index                 200    200     200     200      200     200   200      200
indicators.lines                 200    200     200     200      200     200   200      200
indicators.sheets                200    200     200     200      200     200   200      200
indicators.detail                200    200     200     200      200     200   200      200
indicators.detail:inactive       404    404     404     404      200     200   404      404
indicators.from_where            200    200     200     200      200     200   200      200
indicators.new                   403    403     403     403      200     200   403      in
indicators.new_post              403    403     403     403      302     302   403      in
indicators.edit                  403    403     403     403      200     200   403      in
indicators.edit_post             403    403     403     403      302     302   403      in
indicators.targets               403    403     403     403      200     200   403      in
indicators.targets_post          403    403     403     403      302     302   403      in
indicators.directions            403    403     403     403      200     200   403      in
indicators.directions_post       403    403     403     403      302     302   403      in
indicators.direction             403    403     403     403      200     200   403      in
indicators.direction_post        403    403     403     403      302     302   403      in
indicator_values.due             200    200     200     200      200     200   200      in
indicator_values.take_due        403    403     403     403      302     302   403      in
indicator_values.new             200    403     403     403      200     200   403      in
indicator_values.enter           302    403     403     403      302     302   403      in
indicator_values.take            403    403     403     403      302     302   403      in
indicator_values.move:publish    403    404     404     404      302     302   404      in
indicator_values.move:withdraw   302    404     404     404      302     302   404      in
indicator_values.move:published  409    409     409     409      409     409   409      in
indicator_values.evidence        200    200     200     200      200     200   200      200
indicator_values.evidence:draft  200    404     404     404      200     200   404      404
api.indicators                   200    200     200     200      200     200   200      200
"""

DIRECTION = {"code": "new", "name_en": "New direction", "position": "9"}
INDICATOR = {
    "code": "new-01", "name_en": "New indicator", "direction_id": "{direction}", "decimals": "1", "is_active": "1",
    "reason": "The table was approved",
}  # fmt: skip
TARGETS = {"place": "KZ", "target_KZ_2026": "130", "version": "{indicator_version}", "reason": "Approved"}
VALUE = {"place": "KZ", "year": "2024", "value": "110", "file": "report.txt"}
OWN = "/indicators/{indicator}"

INDICATORS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "indicators.index": ("/indicators/", {}),
    "indicators.lines": ("/indicators/indicators.csv", {}),
    "indicators.sheets": ("/indicators/indicators.xlsx", {}),
    "indicators.detail": (OWN, {}),
    "indicators.detail:inactive": ("/indicators/{indicator_inactive}", {}),
    "indicators.from_where": ("/indicators/{indicator_fed}/trace", {}),
    "indicators.new": ("/indicators/new", {}),
    "indicators.new_post": ("/indicators/new", INDICATOR),
    "indicators.edit": (f"{OWN}/edit", {}),
    "indicators.edit_post": (f"{OWN}/edit", {**INDICATOR, "version": "{indicator_version}"}),
    "indicators.targets": (f"{OWN}/targets", {}),
    "indicators.targets_post": (f"{OWN}/targets", TARGETS),
    "indicators.directions": ("/indicators/directions", {}),
    "indicators.directions_post": ("/indicators/directions", DIRECTION),
    "indicators.direction": ("/indicators/directions/{direction}", {}),
    "indicators.direction_post": ("/indicators/directions/{direction}", {**DIRECTION, "version": "1"}),
    "indicator_values.due": ("/indicators/due", {}),
    "indicator_values.take_due": ("/indicators/due/take", {}),
    "indicator_values.new": (f"{OWN}/values/new", {}),
    "indicator_values.enter": (f"{OWN}/values/new", VALUE),
    "indicator_values.take": ("/indicators/{indicator_fed}/values/take", {"place": "KZ", "year": "2026"}),
    "indicator_values.move:publish": (f"{OWN}/values/{{value_draft}}/publish", {}),
    "indicator_values.move:withdraw": (f"{OWN}/values/{{value_draft}}/withdraw", {}),
    "indicator_values.move:published": (f"{OWN}/values/{{value_published}}/publish", {}),
    "indicator_values.evidence": ("/indicators/evidence/{evidence_published}", {}),
    "indicator_values.evidence:draft": ("/indicators/evidence/{evidence_draft}", {}),
    "api.indicators": ("/api/v1/indicators", {}),
}
