"""What drives satisfaction, loyalty, leaving and revenue, and what to improve first."""
