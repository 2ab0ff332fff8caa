"""A program as search engines read it: schema.org's Course, and the sitemap of all programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.models import LearningPath
from kaiwa.paths.seeding import seed_programs
from kaiwa.scenarios.sitemap import READ_AT_ONCE, entries, opening
from kaiwa.web.public_addresses import public_url


def init_programs(app: Flask) -> None:
    """Tell the rooms below what they name and run without knowing it: a sitemap, and what `flask seed` brings."""
    app.extensions.setdefault("kaiwa.sitemaps", []).append("programs.sitemap")
    app.extensions.setdefault("kaiwa.seeders", []).append(seed_programs)


def describe_course(program: LearningPath, goals: Sequence[str], address: str) -> dict[str, object]:
    """What stands on the page at this address, as JSON-LD."""
    days = len(program.schedule)
    minutes = sum(day.estimated_minutes for day in program.schedule)
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": program.title,
        "description": program.description,
        "inLanguage": program.source_language_id,
        "about": {"@type": "Language", "alternateName": program.target_language_id},
        "teaches": list(goals),
        "educationalLevel": f"CEFR {program.details.cefr_level}",
        "timeRequired": f"P{days}D",
        "url": address,
        "isAccessibleForFree": True,
        "provider": {"@type": "Organization", "name": "Kaiwa", "url": public_url("conversations.landing")},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "online",
            "courseWorkload": f"PT{minutes}M",
        },
    }


def program_pieces(session: Session) -> Iterator[str]:
    """The sitemap of programs; no connection is held while it is sent."""
    yield opening()
    yield entries(public_url("programs.programs"))
    for slug, changed_at in _programs(session):
        yield entries(public_url("programs.page", share_slug=slug), changed_at.date())
    yield "</urlset>\n"


def _programs(session: Session) -> Iterator[tuple[str, datetime]]:
    last = ""
    while True:
        query = select(LearningPath.id, LearningPath.share_slug, LearningPath.updated_at).where(
            LearningPath.is_public, LearningPath.is_template, LearningPath.id > last
        )
        rows = session.execute(query.order_by(LearningPath.id).limit(READ_AT_ONCE)).all()
        session.rollback()
        yield from ((str(row[1]), row[2]) for row in rows)
        if len(rows) < READ_AT_ONCE:
            return
        last = rows[-1][0]
