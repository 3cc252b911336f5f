"""One trial paper, computed: the helper package behind the notebooks."""
