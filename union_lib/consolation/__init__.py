"""Consolation allocation (慰问分配): from the list of who may receive to the receipt."""
