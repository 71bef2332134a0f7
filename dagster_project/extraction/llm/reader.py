"""Asking the model: cached by content, within a budget, patient with what passes, no further."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.extraction.llm.prompt import instructions, message, parts, prompt_version
from dagster_project.extraction.llm.reply import Reply, frames
from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page

if TYPE_CHECKING:
    from instructor import Instructor

EXTRACTOR = "llm"
# Seconds before each further try after a fault that may pass: overload, a timeout, a lost line.
WAITS = (1.0, 4.0)
# When this many documents in a row fail, the endpoint is gone; the others wait for the next run.
PATIENCE = 3


class LlmError(Exception):
    """The language model cannot be used at all; the message says what to do."""


class Unread(Exception):  # noqa: N818 - an outcome that is counted
    """A document that the model has not read, and why."""


class BudgetSpent(Unread):
    """No request is left in this run."""


@dataclass(frozen=True)
class Endpoint:
    """Where the model answers, and how long and how often it may be asked in one run."""

    base_url: str
    model: str
    api_key: str
    timeout_seconds: float
    max_requests: int

    @property
    def version(self) -> str:
        """What decides the statements: the model and what it is asked."""
        return f"{self.model}/{prompt_version()}"


@dataclass
class Reader:
    """Reads pages with a model. `requests` and `dropped` count what the run did so far."""

    endpoint: Endpoint
    cache: Path
    requests: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    failed_in_a_row: int = 0
    _client: Instructor | None = None

    def read(self, page: Page) -> list[Frame]:
        """The grounded frames of a page. Raises Unread when not every part was answered."""
        found: list[Frame] = []
        for part in parts(page):
            told, dropped = frames(self._reply(message(page, part)), page)
            found += told
            self.dropped += dropped
        return found

    def _reply(self, asked: str) -> Reply:
        """The model's reply, from the cache when the same was asked of the same model before."""
        key = hashlib.sha256(f"{self.endpoint.version}\n{asked}".encode()).hexdigest()
        kept = self.cache / f"{key}.json"
        if kept.exists():
            return Reply.model_validate_json(kept.read_bytes())
        if self.failed_in_a_row >= PATIENCE:
            raise Unread("the endpoint does not answer")
        try:
            reply = self._ask(asked)
        except BudgetSpent:
            raise
        except Unread as error:
            self.failed_in_a_row += 1
            self.failures[str(error)] += 1
            raise
        self.failed_in_a_row = 0
        self.cache.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(".new")
        new.write_text(reply.model_dump_json(), "utf-8")
        new.replace(kept)
        return reply

    def _ask(self, asked: str) -> Reply:
        import openai
        from instructor.core import InstructorRetryException

        passing = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
        client = self._client or self._connect()
        for wait in (*WAITS, None):
            left = self.endpoint.max_requests - self.requests
            if left < 1:
                raise BudgetSpent("no request is left in this run")
            try:
                return client.chat.completions.create(
                    model=self.endpoint.model,
                    response_model=Reply,
                    messages=[
                        {"role": "system", "content": instructions()},
                        {"role": "user", "content": asked},
                    ],
                    temperature=0,
                    # A reply that is not of the form asked for is sent back once, with the fault.
                    max_retries=min(1, left - 1),
                )
            except Exception as error:
                cause = error.__cause__ if isinstance(error, InstructorRetryException) else error
                if isinstance(cause, passing) and wait is not None:
                    time.sleep(wait)
                    continue
                if isinstance(cause, openai.AuthenticationError | openai.PermissionDeniedError):
                    raise LlmError(
                        f"{self.endpoint.base_url} refuses the key in LEDGER_LLM_API_KEY"
                    ) from error
                raise Unread(_in_words(cause or error)) from error
        raise AssertionError("the last try returns or raises")

    def _connect(self) -> Instructor:
        """A client that counts every request."""
        import instructor
        import openai

        client = instructor.from_openai(
            openai.OpenAI(
                base_url=self.endpoint.base_url,
                api_key=self.endpoint.api_key,
                timeout=self.endpoint.timeout_seconds,
                max_retries=0,
            )
        )

        def count(*_: Any, **__: Any) -> None:
            self.requests += 1

        client.on("completion:kwargs", count)
        self._client = client
        return client


def connected(endpoint: Endpoint, cache: Path) -> Reader:
    """A reader. Raises LlmError when the packages of the `llm` extra are not installed."""
    try:
        import instructor  # noqa: F401
        import openai  # noqa: F401
    except ModuleNotFoundError as error:
        raise LlmError(
            f"LEDGER_LLM_MODEL is set but {error.name} is not installed:"
            " install the extra llm (pip install '.[llm]') or unset it"
        ) from error
    return Reader(endpoint, cache)


def _in_words(error: BaseException) -> str:
    """The kind of fault, without what the document or the model said."""
    return {
        "APITimeoutError": "no answer in time",
        "APIConnectionError": "no connection",
        "RateLimitError": "too many requests",
        "InternalServerError": "the server failed",
    }.get(type(error).__name__, "no reply of the form asked for")
