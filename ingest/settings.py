"""Every setting, each of which can be given as CHAZHANG_* in the environment."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CHAZHANG_"


class Settings(BaseSettings):
    """What a desk may want to change; the defaults need nothing."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    corpus: Path = Path("corpus")  # the folder of the corpus
    ledger_url: SecretStr = SecretStr("")  # postgresql://…; none: SQLite in the corpus's folder
    chroma_url: str = ""  # http://host:port of a Chroma server; none: in the corpus's folder
    executor: str = ""  # dask://host:port; none: processes on this machine
    port: int = 8501  # of the chat page
    file_seconds: int = 300  # a file that stands still for longer is given up
    page_seconds: float = 60.0  # a scanned page that takes longer is left out, the rest is read
    file_page_seconds: float = 10.0  # so much more a page for all scanned pages of a file together
    file_memory_mb: int = 2000  # a file whose reading needs more is given up
    file_pages: int = 3000  # a longer file is refused: no disclosure has a tenth of it
    jobs: int = 0  # processes that read files; 0 is one for each processor
    file_megabytes: int = 200  # a larger file is refused unread
    upload_mb: int = 200  # a larger file is not taken by the page
    upload_files: int = 200  # so many at once
    read_only: bool = False  # the page takes nothing in and takes nothing out
    login: bool = False  # everything behind the newsroom's own OpenID Connect provider
    login_allowed: str = ""  # addresses and @domains that may come in; none: whoever logs in
    login_secrets: Path | None = None  # the secrets.toml with [auth]; else Streamlit's own places
    embed: bool = True  # off: no dense search, questions about tables are not affected
    memory_mb: int = 400  # of disclosures that answering keeps open, as estimated
    history: bool = True  # off: the page keeps no conversations, and has no links to answers
    trail: bool = True  # off: nobody writes down who asked what on the page
    trail_days: int = 90  # after which that is thrown away
    log: Literal["", "json"] = ""  # json: each event is a line; else warnings, for people
    log_file: Path | None = None  # where they are added; none: stderr
    metrics_port: int = 0  # on 127.0.0.1, for Prometheus; 0: none
    font: str = ""  # a file with Chinese letters, for quote cards; none: the system's are searched
    llm_base_url: str = ""  # an OpenAI-compatible endpoint; none: no model is asked
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    llm_seconds: float = 20.0  # for a whole reply
    llm_retries: int = 1  # of a request that failed, within that time
    llm_price_in: Decimal = Decimal(0)  # yuan for a million tokens; 0: no cost is shown
    llm_price_out: Decimal = Decimal(0)


def current_settings() -> Settings:
    """As the environment says now. A page asks for them ten times a question, and reading them takes
    five milliseconds: they are read anew only when the environment says something else."""
    return _read(tuple(sorted(pair for pair in os.environ.items() if _is_ours(pair[0]))))


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX)


@lru_cache(maxsize=4)
def _read(said: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()
