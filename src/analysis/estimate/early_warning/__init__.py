"""Who is about to leave, why, and how good the last warnings were."""
