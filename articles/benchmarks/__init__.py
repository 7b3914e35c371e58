"""What the archive measures of itself: ``manage.py benchmark NAME`` runs the module of that name.

A benchmark is a module of this package with a docstring that says what it measures, and

* ``add_arguments(parser)``: the options of its own;
* ``run(options, stdout)``: measures, and prints a table on ``stdout``.

A name that Python keeps for itself takes an underscore behind it (``import_``). Modules whose names
begin with one are what benchmarks share.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def every() -> dict[str, ModuleType]:
    """The benchmarks by name, in alphabetical order."""
    names = sorted(found.name for found in iter_modules(__path__) if not found.name.startswith("_"))
    return {name.rstrip("_"): import_module(f"{__name__}.{name}") for name in names}
