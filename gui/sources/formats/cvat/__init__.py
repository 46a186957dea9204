"""CVAT's XML 1.1: shapes on images, or tracks over the frames of a video."""
