"""What a trace is made of and how it is kept: its words, its shapes, its file. Numpy alone."""
