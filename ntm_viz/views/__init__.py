"""What a person sees: one file, one visible thing."""
