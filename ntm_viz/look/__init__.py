"""How the program looks: colours, letters, strokes, and what Qt's own controls wear."""
