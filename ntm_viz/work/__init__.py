"""What is done in the thread that owns Keras, apart from the thread itself."""
