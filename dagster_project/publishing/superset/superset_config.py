"""Superset for one person on this computer: nothing listens beyond it, nothing is sent."""

import copy
import os
from pathlib import Path

# Only Superset's own environment has it.
from superset.config import TALISMAN_CONFIG as DEFAULT_HEADERS

HOME = Path(os.environ["SUPERSET_HOME"])
# Made once per home by up.sh.
SECRET_KEY = (HOME / "secret").read_text()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
# The published file is a file of this computer, which Superset would refuse on a shared server.
PREVENT_UNSAFE_DB_CONNECTIONS = False

# Superset's pages report to its makers through a picture, which this policy has the browser refuse.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = copy.deepcopy(DEFAULT_HEADERS)
TALISMAN_CONFIG["content_security_policy"]["img-src"] = ["'self'", "blob:", "data:"]
TALISMAN_CONFIG["content_security_policy"]["connect-src"] = ["'self'"]
# This computer's own pages are served without HTTPS.
TALISMAN_CONFIG["force_https"] = False
TALISMAN_CONFIG["session_cookie_secure"] = False
