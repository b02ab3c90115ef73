"""Adapters."""

KINDS = {}
