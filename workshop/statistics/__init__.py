"""Formulas from the literature, one a file: numbers in, numbers out, nothing but Python needed."""
