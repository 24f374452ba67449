"""The HTTP edge, one package per audience. Thin: reads the request, calls verbs, shows."""
