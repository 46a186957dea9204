"""Label Studio's JSON: tasks with predictions or annotations, in percent of the picture."""
