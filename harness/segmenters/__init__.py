"""Document -> Segmentation that rebuilds the text exactly."""
