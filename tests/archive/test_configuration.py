import pytest

from archive.postgres import configuration

GB = 1024 * configuration.MB


@pytest.mark.parametrize(
    ("memory", "shared", "cached", "work"),
    [
        (GB // 4, "32MB", "128MB", "4MB"),
        (2 * GB, "256MB", "1024MB", "8MB"),
        (8 * GB, "1024MB", "4096MB", "32MB"),
        (256 * GB, "1024MB", "131072MB", "32MB"),
    ],
)
def test_the_server_takes_a_small_part_of_the_memory(monkeypatch, tmp_path, memory, shared, cached, work):
    monkeypatch.setattr(configuration, "memory", lambda: memory)
    told = configuration.configuration("title", tmp_path, tmp_path)
    assert f"shared_buffers = '{shared}'" in told
    assert f"effective_cache_size = '{cached}'" in told
    assert f"work_mem = '{work}'" in told


def test_a_containers_memory_is_what_it_may_use(monkeypatch, tmp_path):
    machine = configuration.memory()
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(configuration, "CONTAINER", [limit])
    limit.write_text("max\n")
    assert configuration.memory() >= machine
    limit.write_text(f"{100 * configuration.MB}\n")
    assert configuration.memory() == 100 * configuration.MB
