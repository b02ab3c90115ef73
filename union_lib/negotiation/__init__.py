"""Collective negotiation (集体协商): cases, wages and entitlements, deferred payment, rights."""
