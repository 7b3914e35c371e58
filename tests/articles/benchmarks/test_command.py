"""``manage.py benchmark`` finds what the archive measures of itself."""

import argparse
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import benchmarks


@pytest.mark.parametrize("name", benchmarks.every())
def test_every_benchmark_says_what_it_measures_and_takes_its_options(name):
    module = benchmarks.every()[name]
    assert module.__doc__
    module.add_arguments(argparse.ArgumentParser())
    assert callable(module.run)


def test_an_unknown_benchmark_is_refused_with_the_known_ones():
    with pytest.raises(CommandError, match="machine"):
        call_command("benchmark", "nonsense")


@pytest.mark.django_db
def test_a_figure_can_name_its_machine():
    out = StringIO()
    call_command("benchmark", "machine", stdout=out)
    assert "shared_buffers" in out.getvalue()
    assert "postgresql" in out.getvalue()
