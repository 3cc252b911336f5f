"""The Content-Security-Policy of a page that may use its own style and script and nothing else."""

from __future__ import annotations

import base64
import hashlib


def content_security_policy(style: str, script: str = "") -> str:
    """Return the policy that allows one style and one script, pictures inside the file, and nothing else.

    Parameters
    ----------
    style, script : str
        What stands between the tags; no script is allowed when it is empty.

    Returns
    -------
    str
        The policy.
    """
    scripts = f"script-src '{hash_source(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{hash_source(style)}'; {scripts}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def hash_source(text: str) -> str:
    """Return the source expression that allows a style or a script with this text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
