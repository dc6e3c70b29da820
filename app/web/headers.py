"""Security headers, the same everywhere; only embedded cards may be framed, only open data read, by other sites."""

from flask import Flask, Response, request

from app.addresses import BY_ENDPOINT

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
# No Cross-Origin-Opener-Policy: what a card opens from a sandboxed frame would be an error of the browser, and there is
# neither account nor cookie to protect.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def add_headers(app: Flask) -> None:
    """Put the headers on every answer of the application, errors included."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        address = BY_ENDPOINT.get(request.endpoint or "")
        ancestors = "*" if address and address.is_framed else "'none'"
        response.headers["Content-Security-Policy"] = _POLICY.format(ancestors=ancestors)
        if address and address.is_data:
            response.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
