#!/bin/bash
# A Slurm cluster of simulated nodes on one machine, with daemons, key, ports and files of its own.
#   slurm-local.sh start DIR NODES   starts it; then use SLURM_CONF=DIR/slurm.conf. A controller that is gone starts anew,
#                                    without the jobs that it knew
#   slurm-local.sh stop DIR          stops what 'start' started, by process numbers
# Wants root, and the packages slurm-wlm and munge.
set -eu
action=$1 directory=$2 nodes=${3:-2}
export SLURM_CONF=$directory/slurm.conf

# Whether the process whose number is in the file $1 runs the program $2.
runs() {
  local process
  process=$(cat "$1" 2>/dev/null) && [ "$(cat "/proc/$process/comm" 2>/dev/null)" = "$2" ] &&
    ! grep -q '^State:.Z' "/proc/$process/status"
}

# Starts a daemon that holds open nothing of whoever calls this script, who would wait for it.
daemon() (
  for file in /proc/self/fd/*; do
    file=${file##*/}
    [ "$file" -le 2 ] || eval "exec $file>&-"
  done
  exec "$@" </dev/null >/dev/null 2>&1
)

stop_program() {
  runs "$1" "$2" || return 0
  kill "$(cat "$1")"
  for _ in $(seq 50); do
    runs "$1" "$2" || return 0
    sleep 0.1
  done
  kill -9 "$(cat "$1")"
}

if [ "$action" = stop ]; then
  timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
  for _ in $(seq 40); do
    [ -n "$(timeout 5 squeue -h 2>/dev/null)" ] || break
    sleep 0.25
  done
  for file in "$directory"/run/slurmd.*.pid; do stop_program "$file" slurmd; done
  stop_program "$directory/run/slurmctld.pid" slurmctld
  stop_program "$directory/munge/pid" munged
  exit
fi

mkdir -p "$directory"/{state,log,run,munge}
chmod 755 "$directory"
if ! runs "$directory/munge/pid" munged; then
  head -c 1024 /dev/urandom >"$directory/munge/key"
  chown -R munge:munge "$directory/munge"
  chmod 755 "$directory/munge"
  chmod 400 "$directory/munge/key"
  daemon setpriv --reuid=munge --regid=munge --clear-groups /usr/sbin/munged --force --key-file="$directory/munge/key" \
    --socket="$directory/munge/socket" --pid-file="$directory/munge/pid" --log-file="$directory/munge/log" \
    --seed-file="$directory/munge/seed"
fi

# The ports of a cluster that was there before, or the first that nobody listens at.
is_used() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port=$(sed -n 's/^SlurmctldPort=//p' "$SLURM_CONF" 2>/dev/null || true)
if [ -z "$port" ]; then
  port=$((20000 + RANDOM % 20 * 100))
  while for one in $(seq "$port" $((port + nodes))); do is_used "$one" && break; done; is_used "$one"; do
    port=$((port + 100))
  done
fi
host=$(hostname -s)
{
  cat <<END
ClusterName=local
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$directory/munge/socket
CredType=cred/munge
SlurmctldPort=$port
StateSaveLocation=$directory/state
SlurmdSpoolDir=$directory/spool.%n
SlurmctldPidFile=$directory/run/slurmctld.pid
SlurmdPidFile=$directory/run/slurmd.%n.pid
SlurmctldLogFile=$directory/log/slurmctld
SlurmdLogFile=$directory/log/slurmd.%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
KillWait=5
SlurmctldTimeout=30
SlurmdTimeout=30
SlurmdParameters=config_overrides
MailProg=/bin/true
END
  for node in $(seq "$nodes"); do
    echo "NodeName=n$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + node)) CPUs=1 RealMemory=2000 State=UNKNOWN"
  done
  echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
} >"$SLURM_CONF"

runs "$directory/run/slurmctld.pid" slurmctld || daemon slurmctld -c
for node in $(seq "$nodes"); do
  mkdir -p "$directory/spool.n$node"
  runs "$directory/run/slurmd.n$node.pid" slurmd || daemon slurmd -N "n$node"
done
for _ in $(seq 150); do
  up=$(timeout 5 sinfo -h -N -o %t 2>/dev/null | grep -cE '^(idle|mix|alloc)$' || true)
  [ "$up" = "$nodes" ] && exit
  sleep 0.2
done
echo "the nodes are not up" >&2
tail -n 20 "$directory"/log/* >&2
exit 1
