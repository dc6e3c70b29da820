"""Security headers, the same everywhere; only embedded cards may be framed, only open data read, by other sites."""

from flask import Flask, Response, request

FRAMED_ENDPOINTS = frozenset({"card", "search_card", "selection_card", "curated_card"})

DATA_ENDPOINTS = frozenset({"search_as", "sheet_json", "sheet_source", "everything", "schema", "openapi", "oembed"})

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_headers(app: Flask) -> None:
    """Put the headers on every answer of the application, errors included."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        ancestors = "*" if request.endpoint in FRAMED_ENDPOINTS else "'none'"
        response.headers["Content-Security-Policy"] = _POLICY.format(ancestors=ancestors)
        if request.endpoint in DATA_ENDPOINTS:
            response.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
