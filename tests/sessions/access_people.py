"""Who may call what about the people of a session: rows and calls of the access matrix."""

PEOPLE_TABLE = """
session_people.add               403    403     200     403      403     200   403      in
session_people.add_post          403    403     302     403      403     302   403      in
session_people.alone             403    403     200     403      403     200   403      in
session_people.answer:leave      302    404     404     404      404     404   404      in
session_people.decide:approve    403    403     302     403      403     302   403      in
session_people.export            403    403     200     403      403     200   403      in
session_people.index             403    403     200     403      403     200   403      in
session_people.invite            403    403     200     403      403     200   403      in
session_people.invite_post       403    403     302     403      403     302   403      in
session_people.judge             403    403     302     403      403     302   403      in
session_people.address           403    403     302     403      403     302   403      in
session_people.person            403    403     200     403      403     200   403      in
session_people.pitch             200    404     404     404      404     404   404      in
session_people.pitch_post        302    404     404     404      404     404   404      in
session_people.pitches           403    403     200     403      403     200   403      in
session_people.proposal          403    403     200     403      403     200   403      in
session_people.register          200    200     200     200      200     200   200      in
session_people.register_post     302    422     409     422      409     409   409      in
"""

PEOPLE_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "session_people.add": ("/sessions/{session}/people/new", {}),
    "session_people.alone": ("/sessions/{session}/people/alone", {}),
    "session_people.answer:leave": ("/sessions/{session}/leave", {"reason": "Ill"}),
    "session_people.decide:approve": ("/sessions/{session}/people/{applied}/approve", {}),
    "session_people.export": ("/sessions/{session}/people.csv", {}),
    "session_people.index": ("/sessions/{session}/people", {}),
    "session_people.invite": ("/sessions/{session}/invite", {}),
    "session_people.invite_post": ("/sessions/{session}/invite", {"invite": "{outsider}:{offer}"}),
    "session_people.judge": ("/sessions/{session}/pitches/{pitch}/accept", {}),
    "session_people.address": ("/sessions/{session}/people/{applied}/address", {"email": "corrected@example.org"}),
    "session_people.person": ("/sessions/{session}/people/{applied}", {}),
    "session_people.pitch": ("/sessions/{session}/pitch", {}),
    "session_people.pitches": ("/sessions/{session}/pitches", {}),
    "session_people.proposal": ("/sessions/{session}/proposal", {}),
    "session_people.register": ("/sessions/{session}/register", {}),
}
