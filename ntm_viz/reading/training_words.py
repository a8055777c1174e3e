"""What a training is doing and has come to, in words for a person. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_viz.reading.course import Course


def progress_words(course: Course) -> str:
    """How far it is, on a second line how fast and how much longer, and on a third that it was
    begun again, where it was."""
    if course.last is None:
        return f"0 of at most {course.total:,} sequences"
    # Once the task is solved the end is known; before, it may come sooner.
    most = "" if course.solved_after is not None else "at most "
    done = f"{course.done:,} of {most}{course.total:,} sequences"
    again = "" if course.beginnings == 1 else "\nnot learned, or unlearned: begun again"
    speed, left = course.speed, course.seconds_left
    if speed is None or left is None:
        return done + again
    return f"{done}\n{speed:,.0f} a second · {most}{duration(left)} left{again}"


def outcome_words(course: Course) -> str:
    """What a run on the disk came to: ``8,300 sequences · solved at 2,300 · 48 s``."""
    last = course.last
    if last is None:
        return ""
    parts = [f"{last.sequences:,} sequences"]
    if course.solved_after is not None:
        parts.append(f"solved at {course.solved_after:,}")
    parts.append(f"trained for {duration(last.seconds)}")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """``8 s``, ``2:40 min`` or ``3:05 h``."""
    whole = round(max(seconds, 0.0))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"


def figure(value: float) -> str:
    """A mean as people read it: two places where it is small, none where it is large."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
