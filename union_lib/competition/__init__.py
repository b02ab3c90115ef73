"""Labour and skill competitions and reviews of small innovations: scheme, marks, standings, awards, notice."""
