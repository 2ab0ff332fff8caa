"""A scenario as search engines read it: schema.org's LearningResource."""

from kaiwa.conversations.scenario_page import ScenarioPage


def describe_resource(page: ScenarioPage, address: str) -> dict[str, object]:
    """What stands on the page at this address, as JSON-LD."""
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.card.title,
        "description": page.told.description,
        "inLanguage": page.told.described_in,
        "teaches": [goal.text for goal in page.scenario.learning_objectives],
        "educationalLevel": f"CEFR {page.card.level}",
        "learningResourceType": "role play",
        "timeRequired": f"PT{page.card.minutes}M",
        "url": address,
        "isAccessibleForFree": True,
    }
