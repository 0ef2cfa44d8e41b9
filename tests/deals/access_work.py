"""Who may call what in the rooms of tasks and messages, and among the figures: rows and calls of the access matrix."""

WORK_TABLE = """
deal_work.index                  200    200     200     404      404     200   404      in
deal_work.add                    302    302     302     404      404     302   404      in
deal_work.edit                   200    200     200     404      404     200   404      in
deal_work.edit_post              302    302     302     404      404     302   404      in
deal_work.change:do              302    302     302     404      404     302   404      in
deal_work.change:undo            409    409     409     404      404     409   404      in
deal_work.change:remove          302    302     302     404      404     302   404      in
deal_work.mine                   200    200     200     200      200     200   200      in
deal_work.make_calendar          302    302     302     302      302     302   302      in
deal_work.calendar               200    200     200     200      200     200   200      200
deal_room.index                  200    200     200     404      404     200   404      in
deal_room.post                   302    302     302     404      404     302   404      in
deal_room.read                   302    302     302     404      404     302   404      in
deal_figures.index               200    200     200     200      200     200   403      in
deal_figures.sheets              200    200     200     200      200     200   403      in
deal_figures.lines               200    200     200     200      200     200   403      in
"""

TASK = {"title": "Send the samples", "owner_id": "{work_author}", "due_on": "2031-03-10"}

WORK_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "deal_work.index": ("/deals/{work_deal}/work", {}),
    "deal_work.add": ("/deals/{work_deal}/work", TASK),
    "deal_work.edit": ("/deals/{work_deal}/work/{work_task}", {}),
    "deal_work.edit_post": ("/deals/{work_deal}/work/{work_task}", {**TASK, "version": "{work_version}"}),
    "deal_work.change:do": ("/deals/{work_deal}/work/{work_task}/do", {"version": "{work_version}"}),
    "deal_work.change:undo": ("/deals/{work_deal}/work/{work_task}/undo", {"version": "{work_version}"}),
    "deal_work.change:remove": ("/deals/{work_deal}/work/{work_task}/remove", {"version": "{work_version}"}),
    "deal_work.mine": ("/deals/tasks", {}),
    "deal_work.make_calendar": ("/deals/tasks/calendar", {}),
    "deal_work.calendar": ("/deals/calendar/{work_token}.ics", {}),
    "deal_room.index": ("/deals/{work_deal}/room", {}),
    "deal_room.post": ("/deals/{work_deal}/room", {"text": "Tomorrow."}),
    "deal_room.read": ("/deals/{work_deal}/room/read", {"message": "{work_message}"}),
    "deal_figures.index": ("/deals/figures", {}),
    "deal_figures.sheets": ("/deals/figures.xlsx", {}),
    "deal_figures.lines": ("/deals/figures.csv", {}),
}
