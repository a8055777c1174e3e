"""The Neural Turing Machine as a Keras 3 recurrent layer."""
