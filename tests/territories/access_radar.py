"""Who may look at the radar of unmet demand: rows and calls of the access matrix."""

RADAR_TABLE = """
radar.index                      403    403     200     200      200     200   403      in
radar.progress                   403    403     200     200      200     200   403      in
radar.read                       403    403     302     302      302     302   403      in
radar.sheets                     403    403     200     200      200     200   403      in
radar.lines                      403    403     200     200      200     200   403      in
"""

RADAR_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "radar.index": ("/radar/", {}),
    "radar.progress": ("/radar/progress", {}),
    "radar.read": ("/radar/read", {}),
    "radar.sheets": ("/radar/radar.xlsx", {}),
    "radar.lines": ("/radar/radar.csv", {}),
}
