"""The SDK's client for the endpoint that the settings name, made when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaiwa.config import Settings

if TYPE_CHECKING:
    from openai import OpenAI


class EndpointClient:
    """One client for as long as its application lives."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: OpenAI | None = None

    def open(self) -> OpenAI:
        """The client."""
        if self._kept is None:
            # half a second of imports, which whoever has no endpoint does not pay
            from openai import OpenAI, Timeout

            settings = self._settings
            self._kept = OpenAI(
                base_url=settings.model_base_url,
                # the client wants one, local servers do not
                api_key=settings.model_api_key or "none",
                timeout=Timeout(settings.model_stall_seconds, connect=settings.model_connect_seconds),
                # a call offered twice might be two calls; for the rest there is a voice at hand, or one asks again
                max_retries=0,
            )
        return self._kept
