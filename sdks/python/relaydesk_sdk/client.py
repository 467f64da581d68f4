"""The way to a server: who one is, requests and their errors, and what there is to do, by subject."""

import threading
import time
from types import TracebackType
from typing import Any, Self

import httpx

from relaydesk_sdk.deployments import Deployments
from relaydesk_sdk.errors import RelaydeskError, Unreachable, error_of
from relaydesk_sdk.inference import Inference
from relaydesk_sdk.models import Models
from relaydesk_sdk.tasks import Tasks

_UNAUTHORIZED = 401
_PAUSE_S = 0.5
PAGE = 200


class Relaydesk:
    """One server, as a person (`email` and `password`) or as a program (`key`, a client key with its scopes).

    May be used by several threads. Close it, or use it in a `with`.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        email: str | None = None,
        password: str | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        if (key is None) == (email is None or password is None):
            raise ValueError("either a key, or an email and a password")
        self._key, self._email, self._password = key, email, password
        self._token: str | None = None
        self._signing_in = threading.Lock()
        self._http = httpx.Client(base_url=url, timeout=timeout_s)
        self.models = Models(self)
        self.deployments = Deployments(self)
        self.tasks = Tasks(self)
        self._inference = Inference(self)
        self.infer = self._inference.infer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Any request of the API, signed in; `options` are httpx's.

        Raises:
            RelaydeskError: whatever is refused; Unreachable where nothing was answered.
        """
        answer = self._send(method, path, options)
        if not answer.is_success:
            raise error_of(answer)
        return answer

    def json(self, method: str, path: str, **options: Any) -> Any:
        """What the answer says. Raises as `request` does."""
        answer = self.request(method, path, **options)
        try:
            return answer.json()
        except ValueError:
            message = "the answer is no JSON: is this the address of a Relaydesk server?"
            raise RelaydeskError(message, status=answer.status_code, code="NOT_JSON") from None

    def look(self, path: str, *, until: float) -> Any:
        """As it stands now; while the server is away, asked again until this moment of the monotonic clock."""
        while True:
            try:
                return self.json("GET", path)
            except RelaydeskError as error:
                pause_s = error.retry_after_s or _PAUSE_S
                if not error.is_transient or time.monotonic() + pause_s > until:
                    raise
            time.sleep(pause_s)

    def all_of(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, read page by page before the first is given, so that these may be changed on the way."""
        items: dict[Any, Any] = {}
        offset = 0
        while True:
            page = self.json("GET", path, params={**_present(query), "limit": PAGE, "offset": offset})["items"]
            for item in page:  # what came meanwhile has moved others to the next page
                items.setdefault(item.get("id") or item.get("version") or item["name"], item)
            offset += len(page)
            if len(page) < PAGE:
                return list(items.values())

    def _send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        """A person's token ends after a while: then they are signed in again, unless the body can't be sent twice."""
        before = self._authorization()
        fields = {**options.pop("headers", {}), **before}
        content = options.get("content")
        answer = self._ask(method, path, fields, options)
        if answer.status_code != _UNAUTHORIZED or self._key is not None:
            return answer
        self._forget(before)
        if content is not None and not callable(content) and not isinstance(content, bytes | str):
            return answer
        return self._ask(method, path, {**fields, **self._authorization()}, options)

    def _ask(self, method: str, path: str, fields: dict[str, str], options: dict[str, Any]) -> httpx.Response:
        content = options.get("content")
        once = {**options, "content": content()} if callable(content) else options
        try:
            return self._http.request(method, path, headers=fields, **once)
        except httpx.TransportError as error:
            raise Unreachable(error) from error

    def _authorization(self) -> dict[str, str]:
        if self._key is not None:
            return {"Authorization": f"Bearer {self._key}"}
        with self._signing_in:
            if self._token is None:
                person = {"email": self._email, "password": self._password}
                answer = self._ask("POST", "/api/auth/login", {}, {"json": person})
                if not answer.is_success:
                    raise error_of(answer)
                self._token = answer.json()["access_token"]
                self._http.cookies.clear()  # the token is all that is used
            return {"Authorization": f"Bearer {self._token}"}

    def _forget(self, fields: dict[str, str]) -> None:
        with self._signing_in:
            if fields == {"Authorization": f"Bearer {self._token}"}:
                self._token = None


def _present(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}
