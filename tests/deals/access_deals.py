"""Who may call what of the pages of deals: rows and calls of the access matrix. The author and the company are its sides."""

DEALS_TABLE = """
deals.index                      200    200     200     200      200     200   200      in
deals.table                      200    200     200     200      200     200   200      in
deals.export                     200    200     200     200      200     200   200      in
deals.new                        200    200     200     200      403     200   403      in
deals.new_post                   302    302     302     422      403     302   403      in
deals.from_introduction          302    302     302     404      404     302   404      in
deals.from_meeting               302    302     302     404      404     302   404      in
deals.detail                     200    200     200     404      404     200   404      in
deals.edit                       200    200     200     404      404     200   404      in
deals.edit_post                  302    302     302     404      404     302   404      in
deals.move:advance               403    403     302     404      404     302   404      in
deals.move:lose                  302    302     302     404      404     302   404      in
deals.move:lost_without_reason   422    422     422     404      404     422   404      in
deals.move:stale                 409    409     409     404      404     409   404      in
deals.change_kind                403    403     302     403      403     302   403      in
deals.swap                       403    403     302     403      403     302   403      in
deals.lead                       403    403     302     403      403     302   403      in
deals.name_person                302    403     302     404      404     302   404      in
deals.drop_person                302    403     302     404      404     302   404      in
api.deals                        200    200     200     200      200     200   200      in
api.deal                         200    200     200     404      404     200   404      in
"""

NEW = {"title": "Copper", "kind": "option", "provider_id": "{laboratory}", "recipient_id": "{enterprise}"}
SIGNS: dict[str, object] = {"person": "{deal_author}", "side": "provider", "is_signatory": "1"}

DEALS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "deals.index": ("/deals/", {}),
    "deals.table": ("/deals/table", {}),
    "deals.export": ("/deals/table.csv", {}),
    "deals.new": ("/deals/new", {}),
    "deals.new_post": ("/deals/new", {**NEW}),
    "deals.from_introduction": ("/deals/from/introduction/{introduction}", {}),
    "deals.from_meeting": ("/deals/from/meeting/{deal_meeting}", {}),
    "deals.detail": ("/deals/{deal}", {}),
    "deals.edit": ("/deals/{deal}/edit", {}),
    "deals.edit_post": ("/deals/{deal}/edit", {"title": "Copper again", "version": "1"}),
    "deals.move:advance": ("/deals/{deal}/advance", {"seen": "lead"}),
    "deals.move:lose": ("/deals/{deal}/lose", {"seen": "lead", "reason": "price"}),
    "deals.move:lost_without_reason": ("/deals/{deal}/lose", {"seen": "lead"}),
    "deals.move:stale": ("/deals/{deal}/advance", {"seen": "nda"}),
    "deals.change_kind": ("/deals/{deal}/kind", {"kind": "option", "seen": "exclusive_licence"}),
    "deals.swap": ("/deals/{deal}/swap", {"seen": "{laboratory}"}),
    "deals.lead": ("/deals/{deal}/officer", {"officer": "{deal_officer}"}),
    "deals.name_person": ("/deals/{deal}/people", SIGNS),
    "deals.drop_person": ("/deals/{deal}/people/{deal_author}/drop", {}),
    "api.deals": ("/api/v1/deals", {}),
    "api.deal": ("/api/v1/deals/{deal}", {}),
}
