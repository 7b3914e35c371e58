"""The scorecard: our own figures, and the mistakes behind them."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.extraction.scores import Scores, heads_of, in_double_marks, kind_of, score, speaker_type

SHARED = Path(__file__).parents[4] / "shared" / "quotes"
TEXT = 'Ngaio Reid sat down. "It is late," she said. "And cold."\n\nThe "express" was slow, said Mr Pell.'


def quote(words: str, kind: str, speaker: str | None) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "kind": kind, "speaker": speaker}


GOLD = {
    "id": "a",
    "text": TEXT,
    "quotes": [
        quote('"It is late,"', "direct", "she"),
        quote('"And cold."', "direct", "she"),
        quote('The "express" was slow', "mixed", "Mr Pell"),
    ],
}


def scored(*quotes: dict) -> Scores:
    scores = Scores()
    score(GOLD, {"quotes": quotes, "mentions": [], "events": []}, scores)
    return scores


def test_gold_against_itself_is_right_throughout():
    scores = scored(*GOLD["quotes"])
    assert {figure.f1 for figure in scores.figures.values()} == {1.0}


def test_fragment_of_a_mixed_quotation_is_neither_right_nor_wrong():
    figure = scored(*GOLD["quotes"][:2], quote("express", "direct", "Mr Pell")).figures["direct, overlap"]
    assert (figure.right, figure.predicted) == (2, 2)


def test_wrong_speaker_costs_end_to_end_but_not_overlap():
    scores = scored(GOLD["quotes"][0] | {"speaker": "Mr Pell"}, GOLD["quotes"][1])
    assert scores.figures["direct, overlap"].right == 2
    assert scores.figures["direct, end to end"].right == 1
    assert scores.groups["speaker: pronoun"].recall == 0.5


@pytest.mark.parametrize(
    ("label", "heads", "kind"),
    [
        ("John Reid, the mayor", {"reid", "mayor"}, "name"),
        ("a spokesman for Ms Reid", {"spokesman", "reid"}, "role"),
        ("she", {"she"}, "pronoun"),
        (None, set(), "none"),
    ],
)
def test_label_has_the_heads_and_kind_that_the_figures_go_by(label, heads, kind):
    assert heads_of(label) == heads
    assert speaker_type(label) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"all of it"', "direct"),
        ('she said "some" of it', "mixed"),
        ("none", "indirect"),
        ("“left open", "direct"),
        ("...", ""),
    ],
)
def test_kind_is_the_share_in_double_marks(text, kind):
    assert kind_of(text, in_double_marks(text), (0, len(text))) == kind


def test_command_prints_figures_and_shows_each_mistake_in_its_sentence(tmp_path, capsys):
    wrong = GOLD | {"quotes": [GOLD["quotes"][0] | {"speaker": "Mr Pell"}, *GOLD["quotes"][1:]]}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(wrong) + "\n")
    call_command("evaluate", str(gold))
    printed = capsys.readouterr().out
    assert "direct, end to end" in printed
    assert "speaker: given 'she' wanted 'Mr Pell'" in printed
    assert '"[It is late],"' in printed


@pytest.mark.parametrize(
    "row", ["{", "[]", '{"id": 1, "text": "x"}', '{"id": 1, "text": "x", "quotes": [{}]}']
)
def test_gold_of_another_shape_is_named_with_its_line(tmp_path, row):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(row + "\n")
    with pytest.raises(CommandError, match=r"gold\.jsonl:1"):
        call_command("evaluate", str(gold))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold files are not beside this checkout")
@pytest.mark.parametrize("name", ["dev.jsonl", "marama/dev.jsonl"])
def test_shared_gold_against_itself_is_right_throughout(name):
    scores = Scores()
    for row in (SHARED / name).read_text().splitlines():
        document = json.loads(row)
        empty = {"mentions": document.get("mentions", []), "events": document.get("events", [])}
        assert score(document, {"quotes": document["quotes"], **empty}, scores) == []
    assert {figure.f1 for figure in scores.figures.values()} == {1.0}
