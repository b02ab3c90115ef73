from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.merkle import NotInTree, is_included, tree


def root_as_the_rfc_defines_it(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = root_as_the_rfc_defines_it(leaves[:split]), root_as_the_rfc_defines_it(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


def path_as_the_rfc_defines_it(index, leaves):
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [
            *path_as_the_rfc_defines_it(index, leaves[:split]),
            root_as_the_rfc_defines_it(leaves[split:]),
        ]
    return [
        *path_as_the_rfc_defines_it(index - split, leaves[split:]),
        root_as_the_rfc_defines_it(leaves[:split]),
    ]


leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(leaves)
def test_root_and_paths_are_those_of_the_rfc(leaves):
    found = tree(leaves)
    assert found.root == root_as_the_rfc_defines_it(leaves)
    for index in range(len(leaves)):
        assert found.path(index) == path_as_the_rfc_defines_it(index, leaves)


def test_an_empty_list_has_the_hash_of_nothing():
    assert tree([]).root == root_as_the_rfc_defines_it([])


@settings(max_examples=60, deadline=None)
@given(leaves)
def test_every_line_can_be_proved_from_its_path(leaves):
    found = tree(leaves)
    for index, leaf in enumerate(leaves):
        assert is_included(leaf, index, len(leaves), found.path(index), found.root)


@settings(max_examples=60, deadline=None)
@given(leaves, st.data())
def test_nothing_else_can_be_proved_with_it(leaves, data):
    found = tree(leaves)
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    path, leaf = found.path(index), leaves[index]
    assert not is_included(leaf + b"x", index, size, path, found.root)
    assert not is_included(leaf, index, size, [*path, bytes(32)], found.root)
    assert not is_included(leaf, index, size, path, bytes(32))
    assert not is_included(leaf, index + size, size, path, found.root)
    assert not is_included(leaf, -1, size, path, found.root)
    if path:
        assert not is_included(leaf, index, size, path[:-1], found.root)
        assert not is_included(leaf, index, size, [bytes(32), *path[1:]], found.root)


def test_the_only_line_of_a_list_is_not_the_first_of_two():
    found = tree([b"a"])
    assert is_included(b"a", 0, 1, [], found.root)
    assert not is_included(b"a", 0, 2, [], found.root)


def test_a_node_cannot_pass_for_a_line():
    found = tree([b"a", b"b", b"c", b"d"])
    forged = b"".join(found.levels[0][:2])
    assert not is_included(forged, 0, 2, [found.levels[1][1]], found.root)


@pytest.mark.parametrize("index", [-1, 2])
def test_a_line_the_list_does_not_have_is_refused(index):
    with pytest.raises(NotInTree):
        tree([b"a", b"b"]).path(index)
