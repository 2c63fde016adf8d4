"""Loyalty in words and in deeds: the fourfold table and the loyalty index."""
