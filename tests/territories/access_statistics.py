"""Who may call what in the rooms of the potential and its statistics: rows and calls of the access matrix."""

STATISTICS_TABLE = """
potential.index                  200    200     200     200      200     200   200      200
potential.lines                  200    200     200     200      200     200   200      200
potential.sheets                 200    200     200     200      200     200   200      200
potential.region                 200    200     200     200      200     200   200      200
potential.compare                200    200     200     200      200     200   200      200
potential.method                 200    200     200     200      200     200   200      200
potential.run                    302    302     302     302      302     302   302      302
potential.progress               200    200     200     200      200     200   200      200
potential.settings               403    403     403     403      200     200   403      in
potential.settings_post          403    403     403     403      302     302   403      in
potential_data.index             200    200     200     200      200     200   200      200
potential_data.template_sheets   200    200     200     200      200     200   200      200
potential_data.template_lines    200    200     200     200      200     200   200      200
potential_data.statistic         200    200     200     200      200     200   200      200
potential_data.value             403    403     403     403      302     302   403      in
potential_data.new               403    403     403     403      200     200   403      in
potential_data.new_post          403    403     403     403      302     302   403      in
potential_data.edit              403    403     403     403      200     200   403      in
potential_data.edit_post         403    403     403     403      302     302   403      in
potential_data.dimension_new     403    403     403     403      200     200   403      in
potential_data.dimension_new_post 403   403     403     403      302     302   403      in
potential_data.dimension         403    403     403     403      200     200   403      in
potential_data.dimension_post    403    403     403     403      302     302   403      in
potential_data.imports           403    403     403     403      200     200   403      in
potential_data.receive           403    403     403     403      302     302   403      in
potential_data.preview           403    403     403     403      200     200   403      in
potential_data.mend              403    403     403     403      302     302   403      in
potential_data.confirm           403    403     403     403      302     302   403      in
potential_data.drop              403    403     403     403      302     302   403      in
"""

NAMES = {"names_kk": "Студенттер", "names_ru": "Студенты", "names_en": "Students"}
STATISTIC: dict[str, object] = {**NAMES, "dimension_code": "science", "weight": "1", "is_used": "1"}
DIMENSION: dict[str, object] = {**NAMES, "weight": "1"}
FILE: dict[str, object] = {"file": "figures.csv", "source": "Bureau of National Statistics"}

STATISTICS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "potential.index": ("/potential/", {}),
    "potential.lines": ("/potential/ranking.csv", {}),
    "potential.sheets": ("/potential/ranking.xlsx", {}),
    "potential.region": ("/potential/regions/KZ-75", {}),
    "potential.compare": ("/potential/compare", {}),
    "potential.method": ("/potential/method", {}),
    "potential.run": ("/potential/run", {}),
    "potential.progress": ("/potential/progress", {}),
    "potential.settings": ("/potential/settings", {}),
    "potential.settings_post": ("/potential/settings", {"normalise": "rank", "version": "0"}),
    "potential_data.index": ("/potential/data/", {}),
    "potential_data.template_sheets": ("/potential/data/template.xlsx", {}),
    "potential_data.template_lines": ("/potential/data/template.csv", {}),
    "potential_data.statistic": ("/potential/data/{statistic}", {}),
    "potential_data.value": (
        "/potential/data/{statistic}/values",
        {"region": "KZ-75", "year": "2023", "value": "5", "source": "Bureau"},
    ),
    "potential_data.new": ("/potential/data/new", {}),
    "potential_data.new_post": ("/potential/data/new", STATISTIC | {"code": "students"}),
    "potential_data.edit": ("/potential/data/{statistic}/edit", {}),
    "potential_data.edit_post": ("/potential/data/{statistic}/edit", STATISTIC | {"version": "1"}),
    "potential_data.dimension_new": ("/potential/data/dimensions/new", {}),
    "potential_data.dimension_new_post": ("/potential/data/dimensions/new", DIMENSION | {"code": "nature"}),
    "potential_data.dimension": ("/potential/data/dimensions/science", {}),
    "potential_data.dimension_post": ("/potential/data/dimensions/science", DIMENSION | {"version": "1"}),
    "potential_data.imports": ("/potential/data/imports", {}),
    "potential_data.receive": ("/potential/data/imports", FILE),
    "potential_data.preview": ("/potential/data/imports/{statistic_import}", {}),
    "potential_data.mend": ("/potential/data/imports/{statistic_import}/file", FILE),
    "potential_data.confirm": ("/potential/data/imports/{statistic_import}/confirm", {"seen": "{import_mark}"}),
    "potential_data.drop": ("/potential/data/imports/{statistic_import}/drop", {}),
}
