"""Answering a request with a line said by the server's voice."""

from io import BytesIO

from flask import Response, send_file

from kaiwa.conversations.clips import say_line
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.gateways.speech import MEDIA_TYPE, current_speech

# a long line is fetched in pieces, and every piece is a request
PLAYS = "120 per minute"
PLAYS_OF_AN_ADDRESS = "600 per minute"


def send_line(text: str, voice: str | None) -> Response:
    """A line as sound; raises NotFound where the server has no voice, or none for it."""
    speech = current_speech()
    if speech.speaking_model is None or voice is None or not text:
        raise NotFound
    clip = say_line(db.session(), speech, text, voice)
    # Safari plays nothing that it cannot fetch in pieces
    response = send_file(BytesIO(clip.sound), MEDIA_TYPE, conditional=True, etag=clip.id)
    # under the same address another voice may answer tomorrow
    response.headers["Cache-Control"] = "private, no-cache"
    return response
