"""The model mind: any OpenAI-compatible endpoint, held to the rules of a partner on its way out."""
