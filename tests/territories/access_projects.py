"""Who may call what in the rooms of projects and investors: rows and calls of the access matrix."""

PROJECTS_TABLE = """
territory_projects.index         200    200     200     200      200     200   200      200
territory_projects.sheets        200    200     200     200      200     200   200      200
territory_projects.lines         200    200     200     200      200     200   200      200
territory_projects.new           403    403     403     200      403     200   403      in
territory_projects.add           403    403     403     302      403     302   403      in
territory_projects.detail        200    200     200     200      200     200   200      200
territory_projects.detail:closed 404    404     200     200      200     200   404      404
territory_projects.edit          403    403     403     200      403     200   403      in
territory_projects.edit_post     403    403     403     302      403     302   403      in
territory_projects.edit_post:closed 404 404     403     302      403     302   404      in
territory_projects.steps         403    403     403     200      403     200   403      in
territory_projects.save_steps    403    403     403     302      403     302   403      in
territory_projects.funding       403    403     403     200      403     200   403      in
territory_projects.save_funding  403    403     403     302      403     302   403      in
territory_projects.move          403    403     403     302      403     302   403      in
territory_projects.show:close    403    403     403     302      403     302   403      in
territory_projects.show:open     404    404     403     302      403     302   404      in
territory_projects.answer        403    403     403     302      403     302   403      in
investors.index                  403    403     403     403      403     403   403      in
investors.profile                403    403     403     403      403     403   403      in
investors.profile_post           403    403     403     403      403     403   403      in
investors.interest               403    403     403     403      403     403   403      in
"""

FORM: dict[str, object] = {
    "name_en": "Campus", "description_en": "Study and live.", "kind": "campus", "cost": "2000", "currency": "KZT",
}  # fmt: skip
PROJECTS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "territory_projects.index": ("/territories/{project_territory}/projects", {}),
    "territory_projects.sheets": ("/territories/{project_territory}/projects.xlsx", {}),
    "territory_projects.lines": ("/territories/{project_territory}/projects.csv", {}),
    "territory_projects.new": ("/territories/{project_territory}/projects/new", {}),
    "territory_projects.add": ("/territories/{project_territory}/projects/new", FORM),
    "territory_projects.detail": ("/projects/{project}", {}),
    "territory_projects.detail:closed": ("/projects/{project_closed}", {}),
    "territory_projects.edit": ("/projects/{project}/edit", {}),
    "territory_projects.edit_post": ("/projects/{project}/edit", {**FORM, "version": "{project_version}"}),
    "territory_projects.edit_post:closed": ("/projects/{project_closed}/edit", {**FORM, "version": "1"}),
    "territory_projects.steps": ("/projects/{project}/steps", {}),
    "territory_projects.save_steps": ("/projects/{project}/steps", {"step_en_1": "Design", "seal": "{steps_seal}"}),
    "territory_projects.funding": ("/projects/{project}/funding", {}),
    "territory_projects.save_funding": (
        "/projects/{project}/funding",
        {"source_1": "bank", "amount_1": "500", "seal": "{funding_seal}"},
    ),
    "territory_projects.move": ("/projects/{project}/to_construction", {}),
    "territory_projects.show:close": ("/projects/{project}/close", {}),
    "territory_projects.show:open": ("/projects/{project_closed}/open", {}),
    "territory_projects.answer": ("/projects/{project}/interests/{project_bank}", {"answer": "talk", "note": "Come."}),
    "investors.index": ("/investors/", {}),
    "investors.profile": ("/investors/profile", {}),
    "investors.profile_post": ("/investors/profile", {"currency": "KZT", "version": "0"}),
    "investors.interest": ("/investors/projects/{project}", {}),
}
