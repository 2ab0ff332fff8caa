"""The bare Flask that pages are measured against."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """As little as Flask can answer."""
    return "hello"
