#!/usr/bin/env bash
# End the Slurm daemons that start.sh FOLDER started.
for name in slurmd slurmctld; do
  [ -s "$1/$name.pid" ] && kill "$(cat "$1/$name.pid")" 2>/dev/null
done
exit 0
