"""The pages, and everything else that imports Reflex."""
