"""What a run means: resolved from its trace, in numbers and in words."""
