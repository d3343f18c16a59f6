"""Is the model's endpoint there? Asked when somebody presses the button, never by itself."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from enum import StrEnum
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ingest.settings import Settings

PATIENCE = 6.0  # seconds
MOST = 2_000_000  # bytes of a list of models


class Reach(StrEnum):
    """What came back."""

    OK = "ok"
    NO_MODEL = "no_model"  # it lists its models, and ours is none of them
    UNLISTED = "unlisted"  # it answers and gives no list
    KEY = "key"
    STATUS = "status"
    TIME = "time"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reached:
    """`status` is of HTTP, 0 where there was no answer."""

    reach: Reach
    milliseconds: int = 0
    status: int = 0


class _NoTurning(HTTPRedirectHandler):
    """A key is not carried to wherever an answer points."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def reach(settings: Settings, patience: float = PATIENCE) -> Reached:
    """Asks the endpoint for its list of models, as every OpenAI-compatible one has it."""
    began = time.perf_counter()
    try:
        request = Request(settings.llm_base_url.rstrip("/") + "/models")
    except ValueError:  # no address at all
        return Reached(Reach.NO)
    if request.type not in ("http", "https"):
        return Reached(Reach.NO)
    key = settings.llm_key.get_secret_value()
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with build_opener(_NoTurning).open(request, timeout=patience) as answer:
            body = answer.read(MOST)
    except HTTPError as error:
        return _refused(error.code, _since(began))
    except TimeoutError:
        return Reached(Reach.TIME)
    except URLError as error:
        return Reached(Reach.TIME if isinstance(error.reason, TimeoutError) else Reach.NO)
    except (OSError, ValueError):
        return Reached(Reach.NO)
    return Reached(_listed(body, settings.llm_model), _since(began), 200)


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _refused(status: int, took: int) -> Reached:
    if status in (401, 403):
        return Reached(Reach.KEY, took, status)
    # some answer questions and keep no list
    return Reached(Reach.UNLISTED if status in (404, 405) else Reach.STATUS, took, status)


def _listed(body: bytes, model: str) -> Reach:
    try:
        names = [str(one.get("id", "")) for one in json.loads(body)["data"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return Reach.STATUS
    return Reach.OK if model in names else Reach.NO_MODEL


def shown_url(url: str) -> str:
    """An address without the name, password and query that it may hold."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
