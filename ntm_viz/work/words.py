"""Errors in words for a person."""

from __future__ import annotations


def in_words(error: Exception) -> str:
    """One line of the error, for a person."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
