"""Who may call what of territories themselves, their structure and their residents: rows and calls of the access matrix.

The operator runs the territory of the world, the author manages the laboratory, whose application waits there.
"""

BASE_TABLE = """
territories.index                200    200     200     200      200     200   200      200
territories.detail               200    200     200     200      200     200   200      200
territories.new                  403    403     403     403      200     200   403      in
territories.new_post             403    403     403     403      302     302   403      in
territories.edit                 403    403     403     200      200     200   403      in
territories.edit_post            403    403     403     302      302     302   403      in
territories.move                 403    403     403     403      302     302   403      in
territory_structure.index        200    200     200     200      200     200   200      200
territory_structure.new          403    403     403     200      200     200   403      in
territory_structure.add          403    403     403     302      302     302   403      in
territory_structure.edit         403    403     403     200      200     200   403      in
territory_structure.edit_post    403    403     403     302      302     302   403      in
territory_structure.remove       403    403     403     302      302     302   403      in
territory_residents.index        200    200     200     200      200     200   200      200
territory_residents.apply        200    200     403     200      403     403   403      in
territory_residents.apply_post   422    302     403     422      403     403   403      in
territory_residents.detail       200    404     200     200      200     200   404      404
territory_residents.edit         200    404     403     403      403     403   404      in
territory_residents.edit_post    302    404     403     403      403     403   404      in
territory_residents.move:admit   403    404     403     302      403     302   404      in
territory_residents.move:back    403    404     403     302      403     302   404      in
territory_residents.move:own     302    404     403     403      403     403   404      in
"""

DECISION = {"decision_en": "Order 12 of the Government", "decided_on": "2026-02-01"}
TERRITORY = {"name_en": "Science City", "region": "KZ-19", "area_ha": "500"}
SITE = {"kind": "robotics_centre", "name_en": "Robotics centre"}
APPLICATION = {"activity": "A pilot line for copper alloys, with tests for others.", "sector": "mining", "jobs": "20"}
HOME = "/territories/{territory}"
ASKED = HOME + "/residents/{residency}"

BASE_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "territories.index": ("/territories/", {}),
    "territories.detail": (HOME, {}),
    "territories.new": ("/territories/new", {}),
    "territories.new_post": ("/territories/new", TERRITORY | DECISION),
    "territories.edit": (HOME + "/edit", {}),
    "territories.edit_post": (HOME + "/edit", {**TERRITORY, "version": "1"}),
    "territories.move": (HOME + "/suspend", {**DECISION, "seen": "designated"}),
    "territory_structure.index": (HOME + "/structure", {}),
    "territory_structure.new": (HOME + "/structure/new", {}),
    "territory_structure.add": (HOME + "/structure/new", SITE),
    "territory_structure.edit": (HOME + "/structure/{site}", {}),
    "territory_structure.edit_post": (HOME + "/structure/{site}", {**SITE, "version": "1"}),
    "territory_structure.remove": (HOME + "/structure/{site}/remove", {"version": "1"}),
    "territory_residents.index": (HOME + "/residents", {}),
    "territory_residents.apply": (HOME + "/residents/apply", {}),
    "territory_residents.apply_post": (HOME + "/residents/apply", {**APPLICATION, "organisation_id": "{enterprise}"}),
    "territory_residents.detail": (ASKED, {}),
    "territory_residents.edit": (ASKED + "/edit", {}),
    "territory_residents.edit_post": (ASKED + "/edit", {**APPLICATION, "version": "1"}),
    "territory_residents.move:admit": (ASKED + "/admit", {"version": "1"}),
    "territory_residents.move:back": (ASKED + "/return", {"version": "1", "reason": "incomplete", "note": "Jobs?"}),
    "territory_residents.move:own": (ASKED + "/withdraw", {"version": "1"}),
}
