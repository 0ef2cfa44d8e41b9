"""Who may call what of a deal's documents: rows and calls of the access matrix."""

DOCUMENTS_TABLE = """
deal_documents.index             200    200     200     404      404     200   404      in
deal_documents.add               302    302     302     404      403     302   404      in
deal_documents.draft             302    302     302     404      403     302   404      in
deal_documents.document          200    200     200     404      404     200   404      in
deal_documents.document:secret   200    404     200     404      404     200   404      in
deal_documents.add_next          302    302     302     404      403     302   404      in
deal_documents.sign              302    302     403     404      403     403   404      in
deal_documents.download          200    200     200     404      404     200   404      in
deal_documents.download:secret   200    404     200     404      404     200   404      in
deal_documents.open:secret       200    404     200     404      403     200   404      in
deal_documents.deal_guide        200    200     200     404      404     200   404      in
deal_documents.guide             200    200     200     200      200     200   200      200
"""

PAPER = "/deals/{doc_deal}/documents/{doc_paper}"
SECRET = "/deals/{doc_deal}/documents/{doc_secret}"
DOCUMENTS_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "deal_documents.index": ("/deals/{doc_deal}/documents", {}),
    "deal_documents.add": ("/deals/{doc_deal}/documents", {"kind": "other", "file": "note.txt"}),
    "deal_documents.draft": ("/deals/{doc_deal}/documents/draft", {"draft": "nda", "lang": "kk", "form": "pdf"}),
    "deal_documents.document": (PAPER, {}),
    "deal_documents.document:secret": (SECRET, {}),
    "deal_documents.add_next": (PAPER, {"file": "note.txt"}),
    "deal_documents.sign": (PAPER + "/versions/1/sign", {"seen": "{doc_hash}", "password": "long enough"}),
    "deal_documents.download": (PAPER + "/versions/1", {}),
    "deal_documents.download:secret": (SECRET + "/versions/1", {}),
    "deal_documents.open:secret": (SECRET + "/versions/1", {}),
    "deal_documents.deal_guide": ("/deals/{doc_deal}/documents/guide", {}),
    "deal_documents.guide": ("/deals/guide?company=company.yes", {}),
}
