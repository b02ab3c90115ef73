"""`python -m union_lib …` is the `union` command."""

from .cli import main

main()
