"""The Export page: the export while it runs, and what there is to do once the file is ready."""
