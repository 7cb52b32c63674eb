"""The self-model over HTTP, with nothing but the standard library."""

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid


class Refused(Exception):
    """The server's problem document, as one line that says what to mend."""


class SelfModel:
    def __init__(self, server, key):
        self.server, self.key = server.rstrip("/"), key

    def observe(self, user, action, details, **more):
        """Records what was observed. Sent again under the same id, it counts once."""
        observation = {"id": str(uuid.uuid4()), "user": user, "action": action, "details": details}
        return self._call("POST", "/v1/observations", observation | more)

    def beliefs(self, user, **parameters):
        """What is believed: context, focus, min_confidence, max_age, at_least and so on."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        return self._call("GET", f"/v1/users/{urllib.parse.quote(user, safe='')}/beliefs?{query}")

    def _call(self, method, path, body=None):
        request = urllib.request.Request(
            self.server + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            points = "".join(f"; {it['pointer']} {it['detail']}" for it in problem.get("errors", []))
            raise Refused(f"{error.code} {problem['title']}: {problem.get('detail', '')}{points}") from None
