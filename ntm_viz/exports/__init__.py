"""What is shown as files, one kind of file in each module; none of it needs a window or Keras."""
