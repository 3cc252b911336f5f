"""Tables: from analyses to formatted rows, one kind a file."""
