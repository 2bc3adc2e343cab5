"""The shell of every page: feature hooks, the gate, forms, fragments, errors, headers, templating. Knows no feature."""
