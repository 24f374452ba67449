"""Pages sent small: a hall full of phones shares one access point."""

import gzip

from flask import Response, request

SMALLEST = 500
LEVEL = 5


def compressed(response: Response) -> Response:
    """Compress a page where the browser takes it; for `blueprint.after_request`.

    Only for pages that hold no secret beside what a stranger can make them
    repeat, since the size of such a page would give the secret away.
    """
    if (
        response.mimetype != "text/html"
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
    ):
        return response
    response.vary.add("Accept-Encoding")
    page = response.get_data()
    if len(page) >= SMALLEST and "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(page, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
