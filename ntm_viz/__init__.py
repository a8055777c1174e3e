"""Watch a Neural Turing Machine think: the desktop application and its pictures."""
