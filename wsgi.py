"""For WSGI servers: `gunicorn -k gevent -w 1 --no-control-socket wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from workshop import migrate  # noqa: E402
from workshop.app import create_app  # noqa: E402
from workshop.config import from_environment  # noqa: E402
from workshop.db import Database  # noqa: E402
from workshop.serve import spare_collections  # noqa: E402

_config = from_environment()
migrate.ensure(_config, Database(_config.database_url))
app = create_app(_config)
spare_collections()
