"""Who may call what in the money room of a deal and on the pages of funding routes: rows and calls of the access matrix."""

from tests.deals.making_money import UPFRONT

MONEY_TABLE = """
deal_money.index                 200    200     200     404      404     200   404      in
deal_money.table                 200    200     200     404      404     200   404      in
deal_money.sheets                200    200     200     404      404     200   404      in
deal_money.new_term_form         200    200     200     404      404     200   404      in
deal_money.new_term_form:signed  403    403     200     404      404     200   404      in
deal_money.add_term              302    302     302     404      404     302   404      in
deal_money.edit_term_form        200    200     200     404      404     200   404      in
deal_money.edit_term             302    302     302     404      404     302   404      in
deal_money.edit_term:signed      403    403     302     404      404     302   404      in
deal_money.remove_term           302    302     302     404      404     302   404      in
deal_money.sales_form            403    200     200     404      404     200   404      in
deal_money.report_sales          403    302     302     404      404     302   404      in
deal_money.receivable            200    200     200     404      404     200   404      in
deal_money.pay                   302    403     302     404      404     302   404      in
deal_money.pay:unsigned          422    422     422     404      404     422   404      in
deal_money.reverse               302    403     302     404      404     302   404      in
deal_money.plan_form             200    200     200     404      404     200   404      in
deal_money.save_funding          422    422     422     404      404     422   404      in
deal_funding.index               200    200     200     404      404     200   404      in
funding.index                    200    200     200     200      200     200   200      200
"""

EDITED: dict[str, object] = {**UPFRONT, "amount": "3", "version": "1"}
PAID: dict[str, object] = {"amount": "50", "paid_on": "2025-05-05"}

MONEY_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "deal_money.index": ("/deals/{money}/money", {}),
    "deal_money.table": ("/deals/{money}/money.csv", {}),
    "deal_money.sheets": ("/deals/{money}/money.xlsx", {}),
    "deal_money.new_term_form": ("/deals/{money_talks}/money/terms/new?kind=royalty", {}),
    "deal_money.new_term_form:signed": ("/deals/{money}/money/terms/new", {}),
    "deal_money.add_term": ("/deals/{money_talks}/money/terms/new", dict(UPFRONT)),
    "deal_money.edit_term_form": ("/deals/{money_talks}/money/terms/{money_draft}", {}),
    "deal_money.edit_term": ("/deals/{money_talks}/money/terms/{money_draft}", EDITED),
    "deal_money.edit_term:signed": ("/deals/{money}/money/terms/{money_term}", EDITED),
    "deal_money.remove_term": ("/deals/{money_talks}/money/terms/{money_draft}/remove", {"version": "1"}),
    "deal_money.sales_form": ("/deals/{money}/money/terms/{money_royalty}/sales/2025-01-01", {}),
    "deal_money.report_sales": ("/deals/{money}/money/terms/{money_royalty}/sales/2025-04-01", {"sales": "100"}),
    "deal_money.receivable": ("/deals/{money}/money/receivables/{money_due}", {}),
    "deal_money.pay": ("/deals/{money}/money/receivables/{money_due}/payments", PAID),
    "deal_money.pay:unsigned": ("/deals/{money_talks}/money/receivables/1/payments", PAID),
    "deal_money.reverse": ("/deals/{money}/money/receivables/{money_due}/payments/{money_paid}/reverse", {}),
    "deal_money.plan_form": ("/deals/{money}/money/funding", {}),
    "deal_money.save_funding": ("/deals/{money}/money/funding", {"cost_1": "5", "cost_currency_1": "KZT"}),
    "deal_funding.index": ("/deals/{money}/funding", {}),
    "funding.index": ("/funding?trl=6&sector=07&amount=100000", {}),
}
