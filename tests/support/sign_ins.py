"""Owns the sign-ins that tests of one installation go on with, one after the other: a password is hashed once."""

import time
from collections import defaultdict
from dataclasses import dataclass, field

import httpx

# far from an access token's end, which is after a quarter of an hour
FRESH_S = 300.0


@dataclass(slots=True)
class SignIns:
    url: str
    _free: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _tokens: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    def take(self, email: str, password: str) -> str:
        """A refresh token that nobody else has: of a sign-in that a test has given back, or of a new one."""
        while free := self._free[email, password]:
            answer = httpx.post(f"{self.url}/api/auth/refresh", json={"refresh_token": free.pop()}, trust_env=False)
            if answer.is_success and answer.json()["user"]["email"] == email:
                return str(answer.json()["refresh_token"])
        return str(self._sign_in(email, password)["refresh_token"])

    def give_back(self, email: str, password: str, refresh_token: str) -> None:
        """It need not hold any more."""
        self._free[email, password].append(refresh_token)

    def access_token(self, email: str, password: str) -> str:
        """One that many clients may have at once, as long as the server takes it."""
        token, until = self._tokens.get((email, password), ("", 0.0))
        if time.monotonic() > until or not self._is_taken(token):
            token = str(self._sign_in(email, password)["access_token"])
            self._tokens[email, password] = token, time.monotonic() + FRESH_S
        return token

    def _is_taken(self, token: str) -> bool:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{self.url}/api/auth/me", headers=headers, timeout=30, trust_env=False).is_success

    def _sign_in(self, email: str, password: str) -> dict[str, object]:
        body = {"email": email, "password": password}
        answer = httpx.post(f"{self.url}/api/auth/login", json=body, timeout=30, trust_env=False)
        assert answer.status_code == 200, answer.text
        signed_in: dict[str, object] = answer.json()
        return signed_in
