"""From words to deeds: what customers said at a time, and what they did after it."""
