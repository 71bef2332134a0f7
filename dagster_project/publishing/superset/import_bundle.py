"""Import the bundle named on the command line, over what an older one left: see up.sh.

`superset import-dashboards` would keep the older datasets and charts.
"""

import sys
from zipfile import ZipFile

# Only Superset's own environment has it.
from superset.app import create_app

with create_app().app_context():
    # These look for a running application as they are imported.
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.commands.importers.v1.utils import get_contents_from_bundle
    from superset.utils.core import override_user

    with ZipFile(sys.argv[1]) as bundle, override_user(security_manager.find_user("admin")):
        ImportAssetsCommand(get_contents_from_bundle(bundle)).run()
