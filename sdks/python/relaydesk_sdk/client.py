"""The way to a server: who one is, requests and their errors, and what there is to do, by subject."""

import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import httpx

from relaydesk_sdk.deployments import Deployments
from relaydesk_sdk.errors import error_of
from relaydesk_sdk.inference import Inference
from relaydesk_sdk.models import Models
from relaydesk_sdk.tasks import Tasks

_UNAUTHORIZED, _ERRORS = 401, 400
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
        """Any request of the API, signed in; `options` are httpx's. Raises RelaydeskError for whatever is refused."""
        answer = self._send(method, path, options)
        if answer.status_code >= _ERRORS:
            raise error_of(answer)
        return answer

    def json(self, method: str, path: str, **options: Any) -> Any:
        return self.request(method, path, **options).json()

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """All items of a list, asked for page by page."""
        offset = 0
        while True:
            page = self.json("GET", path, params={**_present(query), "limit": PAGE, "offset": offset})
            yield from page["items"]
            offset += len(page["items"])
            if not page["items"] or len(page["items"]) < PAGE:
                return

    def _send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        """A person's token ends after a while: then they are signed in again, unless the body can't be sent twice."""
        before = self._authorization()
        fields = {**options.pop("headers", {}), **before}
        content = options.get("content")
        if callable(content):
            options["content"] = content()
        answer = self._http.request(method, path, headers=fields, **options)
        if answer.status_code != _UNAUTHORIZED or self._key is not None:
            return answer
        if callable(content):
            options["content"] = content()
        elif content is not None and not isinstance(content, bytes | str):
            return answer
        self._forget(before)
        return self._http.request(method, path, headers={**fields, **self._authorization()}, **options)

    def _authorization(self) -> dict[str, str]:
        if self._key is not None:
            return {"Authorization": f"Bearer {self._key}"}
        with self._signing_in:
            if self._token is None:
                person = {"email": self._email, "password": self._password}
                answer = self._http.post("/api/auth/login", json=person)
                if answer.status_code >= _ERRORS:
                    raise error_of(answer)
                self._token = answer.json()["access_token"]
                self._http.cookies.clear()  # the token is all that is used
            return {"Authorization": f"Bearer {self._token}"}

    def _forget(self, fields: dict[str, str]) -> None:
        with self._signing_in:
            if fields == {"Authorization": f"Bearer {self._token}"}:
                self._token = None


Content = bytes | Callable[[], Iterable[bytes]]


def _present(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}
