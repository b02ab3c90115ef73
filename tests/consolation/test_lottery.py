import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.lottery import DrawnTwice, draw_record, drawn, is_true_record

ids = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), unique=True)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), ids, st.integers(0, 9))
def test_the_smaller_hash_of_seed_and_id_comes_first(seed, ids, places):
    draw = drawn(seed, ids, places)
    hashes = [hashlib.sha256(f"{seed}|{id}".encode()).hexdigest() for id in draw.order]
    assert hashes == sorted(hashes)
    assert sorted(draw.order) == sorted(ids)
    assert draw.winners + draw.waiting == draw.order
    assert len(draw.winners) == min(places, len(ids))
    assert is_true_record(draw_record(draw))


@given(ids, st.randoms(use_true_random=False))
def test_the_order_in_which_people_stand_on_the_list_does_not_matter(ids, random):
    shuffled = ids.copy()
    random.shuffle(shuffled)
    assert drawn("seed", ids, 3) == drawn("seed", shuffled, 3)


def test_a_name_twice_in_the_draw_is_refused():
    with pytest.raises(DrawnTwice):
        drawn("seed", ["Li", "Wang", "Li"], 1)


def test_a_record_with_a_line_moved_a_winner_added_or_the_seed_changed_is_not_true():
    record = draw_record(drawn("seed", ["Li", "Wang", "Zhao"], 1))
    seed, places, *lines = record.split("\n")
    for forged in (
        [seed, places, lines[1], lines[0], lines[2]],
        [seed, places, lines[0], lines[1].replace("-", "*", 1), lines[2]],
        [seed, "places: 2", *lines],
        ["seed: other", places, *lines],
        [seed, places, lines[0]],
        [],
    ):
        assert is_true_record("\n".join(forged)) is (len(forged) == 3)


def test_the_posted_line_is_what_sha256sum_prints():
    record = draw_record(drawn("株洲", ["R1"], 1))
    assert record.split("\n")[-1] == f"*  {hashlib.sha256('株洲|R1'.encode()).hexdigest()}  R1"
