"""The command lines of ``ntm-viz``."""
