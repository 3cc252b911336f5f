"""From observations to endpoints, one clinical definition a file."""
