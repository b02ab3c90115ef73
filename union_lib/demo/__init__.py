"""An invented Zhuzhou, any size, from a seed: the same seed makes the same bytes."""
