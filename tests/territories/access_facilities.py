"""Who may call what among facilities and bookings: rows and calls of the access matrix.

The operator runs the territory, the author has asked for one booking, the company for another that is confirmed.
Operators of several companies have to say for which they book.
"""

FACILITIES_TABLE = """
territory_facilities.index       200    200     200     200      200     200   200      200
territory_facilities.detail      200    200     200     200      200     200   200      200
territory_facilities.detail:new  404    404     404     200      200     200   404      404
territory_facilities.new         403    403     403     200      403     200   403      in
territory_facilities.new_post    403    403     403     302      403     302   403      in
territory_facilities.edit        403    403     403     200      403     200   403      in
territory_facilities.edit_post   403    403     403     302      403     302   403      in
territory_facilities.switch      403    403     403     302      403     302   403      in
territory_facilities.book        302    302     403     422      403     403   403      in
bookings.mine                    200    200     200     200      200     200   200      in
bookings.waiting                 403    403     403     200      403     200   403      in
bookings.move:approve            403    404     404     302      403     302   404      in
bookings.move:refuse             403    404     404     302      403     302   404      in
bookings.move:cancel             302    404     404     302      403     302   404      in
bookings.move:cancel-confirmed   404    302     404     302      403     302   404      in
bookings.make_calendar           302    302     302     302      302     302   302      in
bookings.calendar                200    200     200     200      200     200   200      200
"""

FACILITY = {
    "name_en": "Sorter", "description_en": "Sorts ore by X-ray transmission, lumps of ten to sixty millimetres.",
    "kind": "pilot_line", "organisation_id": "{facility_owner}", "fields": "2.5", "weekdays": "1", "opens": "9", "closes": "18",
}  # fmt: skip
FACILITY["description_en"] += " Fifteen tonnes an hour."
HOURS = {"day": "{facility_day}", "from_hour": "15", "to_hour": "16", "purpose": "Assays"}

FACILITIES_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "territory_facilities.index": ("/territories/{facility_territory}/facilities", {}),
    "territory_facilities.detail": ("/facilities/{facility}", {}),
    "territory_facilities.detail:new": ("/facilities/{new_facility}", {}),
    "territory_facilities.new": ("/territories/{facility_territory}/facilities/new", {}),
    "territory_facilities.new_post": ("/territories/{facility_territory}/facilities/new", FACILITY),
    "territory_facilities.edit": ("/facilities/{facility}/edit", {}),
    "territory_facilities.edit_post": ("/facilities/{facility}/edit", {**FACILITY, "version": "{facility_version}"}),
    "territory_facilities.switch": ("/facilities/{facility}/close", {}),
    "territory_facilities.book": ("/facilities/{facility}/book", HOURS),
    "bookings.mine": ("/bookings/", {}),
    "bookings.waiting": ("/bookings/waiting", {}),
    "bookings.move:approve": ("/bookings/{booking}/approve", {}),
    "bookings.move:refuse": ("/bookings/{booking}/refuse", {"note": "Not this week."}),
    "bookings.move:cancel": ("/bookings/{booking}/cancel", {"note": "Not this week."}),
    "bookings.move:cancel-confirmed": ("/bookings/{confirmed_booking}/cancel", {"note": "Not this week."}),
    "bookings.make_calendar": ("/bookings/calendar", {}),
    "bookings.calendar": ("/bookings/calendar/{work_token}.ics", {}),
}
