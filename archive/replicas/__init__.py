"""Public pages are read from copies of the database that PostgreSQL keeps by streaming.

Whatever goes wrong with a copy, the reader has the page: it is made again from the primary, which also serves
staff, whoever has just written, commands and workers.
"""

from .choice import surely
from .middleware import ReadReplicas
from .router import Router

__all__ = ["ReadReplicas", "Router", "surely"]
