"""What the settings page says: pure functions over the settings; no secret is ever among them."""

from __future__ import annotations

from assistant.model.reach import PATIENCE, Reached, shown_url
from ingest.settings import Settings
from ui.words import say

Row = tuple[str, str, str]  # what it is, how it is set, the variable that sets it


def model_rows(settings: Settings) -> list[Row]:
    key = bool(settings.llm_key.get_secret_value())
    return [
        (say("settings.model_name"), settings.llm_model or say("settings.key_unset"),
         "CHAZHANG_LLM_MODEL"),
        (say("settings.model_url"), shown_url(settings.llm_base_url) or say("settings.key_unset"),
         "CHAZHANG_LLM_BASE_URL"),
        (say("settings.model_key"), say("settings.key_set" if key else "settings.key_unset"),
         "CHAZHANG_LLM_KEY"),
    ]  # fmt: skip


def has_model(settings: Settings) -> bool:
    return bool(settings.llm_base_url and settings.llm_model)


def model_note(settings: Settings) -> str:
    if has_model(settings):
        return say("settings.model_on")
    half = settings.llm_base_url or settings.llm_model
    return say("settings.model_half" if half else "settings.model_off")


def reached(found: Reached, settings: Settings) -> str:
    return say(
        f"settings.reach_{found.reach}",
        ms=found.milliseconds,
        status=found.status,
        model=settings.llm_model,
        s=round(PATIENCE),
    )


def login_rows(settings: Settings, me: str) -> list[Row]:
    if not settings.login:
        return [(say("settings.login_title"), say("settings.key_unset"), "CHAZHANG_LOGIN")]
    return [
        (say("settings.login_who"), settings.login_allowed or say("settings.login_anyone"),
         "CHAZHANG_LOGIN_ALLOWED"),
        (say("settings.login_me"), me, ""),
    ]  # fmt: skip


def trail_note(settings: Settings) -> str:
    if not settings.trail:
        return say("settings.trail_off")
    return say("settings.trail_on", days=settings.trail_days)


def trail_rows(settings: Settings) -> list[Row]:
    kept = str(settings.trail_days) if settings.trail else say("settings.key_unset")
    return [(say("settings.trail_days"), kept, "CHAZHANG_TRAIL, CHAZHANG_TRAIL_DAYS")]


def file_rows(settings: Settings) -> list[Row]:
    only = "settings.read_only_on" if settings.read_only else "settings.read_only_off"
    return [
        (say("settings.files_where"), str(settings.corpus), "CHAZHANG_CORPUS"),
        (say("settings.read_only"), say(only), "CHAZHANG_READ_ONLY"),
        (say("settings.limit"),
         say("settings.limit_value", mb=settings.upload_mb, files=settings.upload_files),
         "CHAZHANG_UPLOAD_MB, CHAZHANG_UPLOAD_FILES"),
    ]  # fmt: skip
