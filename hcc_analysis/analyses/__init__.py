"""From endpoints and statistics to what an output reports; knows no formatting of tables or figures."""
