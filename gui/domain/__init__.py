"""Words of the trade: geometry, predictions, label rows, the ontology, the mapping; no I/O, no Qt, no SDK."""
