"""Every setting, each of which can be given as CHAZHANG_* in the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a desk may want to change; the defaults need nothing."""

    model_config = SettingsConfigDict(env_prefix="CHAZHANG_", extra="ignore")

    corpus: Path = Path("corpus")  # the folder of the corpus
    port: int = 8501  # of the chat page
    file_seconds: int = 300  # a file that takes longer is given up
    file_memory_mb: int = 2000  # a file whose reading needs more is given up
    file_pages: int = 3000  # a longer file is refused: no disclosure has a tenth of it
    jobs: int = 0  # processes that read files; 0 is one for each processor
    file_megabytes: int = 200  # a larger file is refused unread
    embed: bool = True  # off: no dense search, questions about tables are not affected
