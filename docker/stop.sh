#!/bin/sh
# Stops the server that a start script started in HOME and waits for its end. Usage: stop.sh HOME
set -eu
home=$1
[ -f "$home/pid" ] || exit 0
pid=$(cat "$home/pid")
kill "$pid" 2>/dev/null || true
waited=0
while kill -0 "$pid" 2>/dev/null; do
  waited=$((waited + 1))
  [ "$waited" -le 30 ] || kill -9 "$pid"
  sleep 1
done
rm -f "$home/pid"
