"""Published and constructed cases, one JSON file each: `python -m tests.vectors DIR...` runs them.

A case has a `kind`; its adapter puts the input through the library's public functions and returns what
`expected` should hold. Text, booleans, nulls, lengths and keys must match exactly, numbers within the
case's absolute `tolerance`.
"""
