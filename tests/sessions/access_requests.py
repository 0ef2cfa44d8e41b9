"""Who may call what of marks and requests for meetings: rows and calls of the access matrix."""

REQUESTS_TABLE = """
session_requests.index           200    200     200     200      200     200   200      in
session_requests.meet            200    200     403     403      403     403   403      in
session_requests.choose          302    302     403     403      403     403   403      in
session_requests.mark            302    302     403     403      403     403   403      in
session_requests.person          200    200     403     403      403     403   403      in
session_requests.ask             302    302     403     403      403     403   403      in
session_requests.detail          200    200     200     404      404     200   404      in
session_requests.answer:accept   403    302     302     404      404     302   404      in
session_requests.answer:withdraw 302    403     302     404      404     302   404      in
session_requests.require         403    403     302     403      403     302   403      in
session_requests.release         403    403     302     403      403     302   403      in
"""

REQUESTS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "session_requests.index": ("/sessions/{meet}/requests", {}),
    "session_requests.meet": ("/sessions/{meet}/meet", {}),
    "session_requests.choose": ("/sessions/{meet}/meet/choose", {"open": "0"}),
    "session_requests.mark": ("/sessions/{meet}/meet/{guest}/mark", {"mark": "like"}),
    "session_requests.person": ("/sessions/{meet}/meet/{guest}", {}),
    "session_requests.ask": ("/sessions/{meet}/meet/{guest}", {"message": "Shall we talk?"}),
    "session_requests.detail": ("/sessions/{meet}/requests/{asked}", {}),
    "session_requests.answer:accept": ("/sessions/{meet}/requests/{asked}/accept", {}),
    "session_requests.answer:withdraw": ("/sessions/{meet}/requests/{asked}/withdraw", {}),
    "session_requests.require": ("/sessions/{meet}/requests/must", {"one": "{guest}", "two": "1"}),
    "session_requests.release": ("/sessions/{meet}/requests/{must}/release", {}),
}
