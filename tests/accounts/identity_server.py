"""A small OpenID Connect server on loopback, for the tests of signing in elsewhere."""

import base64
import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT_ID, CLIENT_SECRET = "portal", "a secret of the portal and the server"


class IdentityServer:
    """Answers discovery, token and user information; ``claims`` is what it says of whoever signs in."""

    def __init__(self, claims: dict):
        self.claims = claims
        self.challenge = ""
        handler = type("Handler", (_Handler,), {"identity": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def authorize(self, address: str) -> dict:
        """Return the parameters with which a reader comes back who was sent to ``address`` and signed in."""
        asked = parse_qs(urlsplit(address).query)
        assert asked["client_id"] == [CLIENT_ID]
        self.challenge = asked["code_challenge"][0]
        return {"code": "one-time", "state": asked["state"][0]}


class _Handler(BaseHTTPRequestHandler):
    identity: IdentityServer

    def log_message(self, *args):
        pass

    def do_GET(self):
        url = self.identity.url
        if self.path == "/.well-known/openid-configuration":
            return self.answer(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "userinfo_endpoint": f"{url}/userinfo",
                    "jwks_uri": f"{url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        if self.path == "/userinfo" and self.headers["Authorization"] == "Bearer opaque":
            return self.answer(self.identity.claims)
        return self.answer({"error": "not_found"}, 404)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            form["client_secret"] != [CLIENT_SECRET]
            or form["code"] != ["one-time"]
            or proof != self.identity.challenge
        ):
            return self.answer({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.identity.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
        } | self.identity.claims
        token = jwt.encode(claims, CLIENT_SECRET, algorithm="HS256")
        return self.answer(
            {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60, "id_token": token}
        )

    def answer(self, data, status=200):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
