"""The one door to a language model: any OpenAI-compatible endpoint, through llama-index."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ingest.settings import Settings

LONGEST = 800  # tokens of a reply: a reading is short
AFTER = 3  # failures in a row after which the endpoint is left alone for a while
PAUSE = 60.0  # seconds
MILLION = 1_000_000
log = logging.getLogger(__name__)


class ModelFailed(Exception):
    """The endpoint gave no usable reply; the reason is for the log and the page."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, and what it took. `cost` is in yuan, None where no price is set."""

    text: str
    tokens_in: int
    tokens_out: int
    seconds: float
    cost: Decimal | None


class Model(Protocol):
    @property
    def name(self) -> str: ...

    def reply(self, system: str, user: str, schema: dict[str, Any]) -> Reply:
        """The text of one reply, asked to follow a JSON schema; raises ModelFailed."""


def model_of(settings: Settings) -> Model | None:
    """The model that the settings name; None where they name none."""
    if not settings.llm_base_url or not settings.llm_model:
        return None
    return Endpoint(settings)


def unreachable(settings: Settings) -> str:
    """Why the endpoint gives no answer, in a few words; "" where it does. No token is spent."""
    from openai import APIConnectionError, APIStatusError, OpenAI, OpenAIError

    try:
        OpenAI(
            api_key=settings.llm_key.get_secret_value() or "none",
            base_url=settings.llm_base_url,
            timeout=settings.llm_seconds,
            max_retries=0,
        ).models.list()
    except APIConnectionError:
        return "连不上"
    except APIStatusError as error:  # it answers; not every server lists its models
        return "不认密钥" if error.status_code in (401, 403) else ""
    except OpenAIError as error:
        return f"出错（{type(error).__name__}）"
    return ""


class Endpoint:
    """A chat endpoint with a deadline for the whole of a reply, retries and a pause after failures."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._failures = 0
        self._resume = 0.0
        self._plain = False  # an endpoint that refuses a schema is asked without one

    @property
    def name(self) -> str:
        return self._settings.llm_model

    @cached_property
    def _llm(self) -> Any:
        from llama_index.llms.openai_like import OpenAILike

        own = self._settings
        return OpenAILike(
            model=own.llm_model,
            api_base=own.llm_base_url,
            api_key=own.llm_key.get_secret_value() or "none",
            is_chat_model=True,
            temperature=0,
            max_tokens=LONGEST,
            timeout=own.llm_seconds,
            max_retries=own.llm_retries,
        )

    def reply(self, system: str, user: str, schema: dict[str, Any]) -> Reply:
        if time.monotonic() < self._resume:
            raise ModelFailed("模型接口刚才连续出错，稍后再试")
        began = time.monotonic()
        try:
            found = self._within_time(system, user, schema)
        except ModelFailed as error:
            self._failures += 1
            if self._failures >= AFTER:
                self._resume, self._failures = time.monotonic() + PAUSE, 0
            log.warning("model: %s", error)
            raise
        self._failures = 0
        return self._read(found, time.monotonic() - began)

    def _within_time(self, system: str, user: str, schema: dict[str, Any]) -> Any:
        """The client's own limit is for each piece that arrives; a trickle would last for ever."""
        out: list[Any] = []

        def work() -> None:
            try:
                out.append(self._chat(system, user, schema))
            except Exception as error:  # noqa: BLE001 (the edge: an endpoint may do anything)
                out.append(ModelFailed(f"模型接口出错（{type(error).__name__}）"))

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self._settings.llm_seconds)
        if not out:
            raise ModelFailed(f"模型接口 {self._settings.llm_seconds:g} 秒内没有答复")
        if isinstance(out[0], ModelFailed):
            raise out[0]
        return out[0]

    def _chat(self, system: str, user: str, schema: dict[str, Any]) -> Any:
        from llama_index.core.llms import ChatMessage
        from openai import BadRequestError

        messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]  # fmt: skip
        if not self._plain:
            named = {"name": "reading", "strict": True, "schema": schema}
            try:
                return self._llm.chat(
                    messages, response_format={"type": "json_schema", "json_schema": named}
                )
            except BadRequestError:
                self._plain = True  # many servers know no schemas; the prompt states it too
        return self._llm.chat(messages)

    def _read(self, found: Any, seconds: float) -> Reply:
        usage = getattr(found.raw, "usage", None)
        spent = [_count(usage, "prompt_tokens"), _count(usage, "completion_tokens")]
        prices: Sequence[Decimal] = (self._settings.llm_price_in, self._settings.llm_price_out)
        cost = sum((n * p for n, p in zip(spent, prices, strict=True)), Decimal(0)) / MILLION
        text = str(found.message.content or "")
        return Reply(text, spent[0], spent[1], seconds, cost if any(prices) else None)


def _count(usage: Any, name: str) -> int:
    """Endpoints may leave the usage out, or lie about its type."""
    held = getattr(usage, name, None)
    return held if isinstance(held, int) and held >= 0 else 0
