"""Who may call what on the NDA of a deal: rows and calls of the access matrix."""

NDA_TABLE = """
deal_nda.index                   200    200     200     404      404     200   404      in
deal_nda.text                    200    200     200     404      404     200   404      in
deal_nda.offer                   302    302     302     404      404     302   404      in
deal_nda.offer:edit              200    200     200     404      404     200   404      in
deal_nda.accept                  302    302     403     404      404     403   404      in
deal_nda.accept:stale            409    409     403     404      404     403   404      in
deal_nda.end                     302    302     302     404      404     302   404      in
deal_nda.confidential            200    200     200     404      404     200   404      in
deal_nda.confidential:sealed     200    404     200     404      404     200   404      in
deal_nda.open                    302    302     302     404      404     302   404      in
deal_nda.open:sealed             302    404     302     404      404     302   404      in
postings.download:opened         200    200     200     404      404     200   404      404
"""

OFFER = {"lang": "ru", "years": "3", "seen": "{nda_sha}"}
NDA_CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "deal_nda.index": ("/deals/{nda_deal}/nda", {}),
    "deal_nda.text": ("/deals/{nda_deal}/nda/text.txt", {}),
    "deal_nda.offer": ("/deals/{nda_deal}/nda/offer", {**OFFER}),
    "deal_nda.offer:edit": ("/deals/{nda_deal}/nda/offer", {**OFFER, "then": "edit"}),
    "deal_nda.accept": ("/deals/{nda_deal}/nda/accept", {"seen": "{nda_sha}", "password": "long enough"}),
    "deal_nda.accept:stale": ("/deals/{nda_deal}/nda/accept", {"seen": "0", "password": "long enough"}),
    "deal_nda.end": ("/deals/{nda_deal}/nda/end", {"seen": "{nda_sha}"}),
    "deal_nda.confidential": ("/deals/{nda_open}/nda/postings/{offer2}", {}),
    "deal_nda.confidential:sealed": ("/deals/{nda_deal}/nda/postings/{offer}", {}),
    "deal_nda.open": ("/deals/{nda_open}/nda/postings/{offer2}/open", {}),
    "deal_nda.open:sealed": ("/deals/{nda_deal}/nda/postings/{offer}/open", {}),
    "postings.download:opened": ("/postings/files/{nda_file}", {}),
}
