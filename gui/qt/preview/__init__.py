"""The picture of a row with its predictions: geometry, a frozen scene, its painter, the canvas, the pane."""
