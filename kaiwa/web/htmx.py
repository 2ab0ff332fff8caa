"""Telling an htmx request from a page visit, and answering either."""

from flask import Request, Response, redirect as page_redirect, request
from werkzeug.wrappers import Response as BaseResponse


def is_htmx(asked: Request = request) -> bool:
    """Whether htmx wants a fragment; restoring history wants the whole page."""
    return "HX-Request" in asked.headers and "HX-History-Restore-Request" not in asked.headers


def redirect(url: str) -> BaseResponse:
    """Go to another page: by HX-Redirect for htmx, by 303 for a plain form."""
    if is_htmx():
        return Response(headers={"HX-Redirect": url})
    return page_redirect(url, code=303)
