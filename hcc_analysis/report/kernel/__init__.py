"""Warm kernels: a server imports the analysis stack once and forks a fresh kernel for each notebook.

``server`` runs in a process of its own and forks; ``child`` is what a fork becomes; ``client`` starts a
server and asks it for kernels; ``provisioner`` and ``manager`` give them to Jupyter, ``engine`` to papermill.
Where there is no fork, or no server answers, an ordinary kernel takes its place.
"""
