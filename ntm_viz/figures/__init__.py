"""The kinds of figure that the paper shows (arXiv 1410.5401), drawn from networks and runs.

Each module makes a ``Figure`` from plain values; none needs a window or Keras.
"""
