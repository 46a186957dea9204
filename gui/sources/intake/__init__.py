"""What the user chose, opened: a file, files, a folder or a ZIP archive as one list of files to read."""
