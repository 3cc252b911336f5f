#!/usr/bin/env bash
# Start Slurm with this machine as its one node, for the tests: start.sh FOLDER. Root; Debian's slurm-wlm and munge.
# The daemons' files are in FOLDER; its slurm.conf is for SLURM_CONF. stop.sh FOLDER ends them.
set -euo pipefail
folder=$(realpath -m "$1")
mkdir -p "$folder"/{state,spool}
host=$(hostname -s)

if ! munge -n >/dev/null 2>&1; then
  [ -s /etc/munge/munge.key ] || /usr/sbin/mungekey --create
  mkdir -p /run/munge && chown munge: /run/munge /etc/munge/munge.key
  runuser -u munge -- /usr/sbin/munged --pid-file=/run/munge/munged.pid
fi

cat >"$folder/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdParameters=config_overrides
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SchedulerParameters=sched_interval=1,bf_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=4000 State=UNKNOWN
PartitionName=tests Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
printf 'CgroupPlugin=cgroup/v1\nIgnoreSystemd=yes\n' >"$folder/cgroup.conf"

export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd
for _ in $(seq 50); do
  [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ] && exit 0
  sleep 0.2
done
echo "Slurm did not come up:" >&2
tail -n 20 "$folder"/*.log >&2
exit 1
