"""A scenario as search engines read it: schema.org's LearningResource."""

from kaiwa.conversations.scenario_page import ScenarioPage


def describe_resource(page: ScenarioPage, address: str) -> dict[str, object]:
    """What stands on the page at this address, as JSON-LD; of learners' own nobody has said the language."""
    resource: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.card.title,
        "description": page.told.description,
        "teaches": [goal.text for goal in page.objectives],
        "educationalLevel": f"CEFR {page.card.level}",
        "learningResourceType": "role play",
        "timeRequired": f"PT{page.card.minutes}M",
        "url": address,
        "isAccessibleForFree": True,
    }
    if page.scenario.words_in:
        resource["inLanguage"] = page.told.described_in
    return resource
