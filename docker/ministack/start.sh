#!/bin/sh
# Starts an S3 API for tests on loopback and returns once it answers. Usage: start.sh [PORT] [HOME]
# Its process id is in HOME/pid, its output in HOME/server.log. Installs the server first where needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-4566}
home=${2:-./var/ministack}
venv=${MINISTACK_VENV:-./.venv-ministack}
url="http://127.0.0.1:$port/_ministack/health"
command -v curl >/dev/null || { echo "curl is missing (Debian: apt-get install curl)." >&2; exit 69; }
# A virtual environment of its own: what the server needs must not meet what we need.
locked="$here/../../requirements/ministack.txt"
if ! cmp -s "$locked" "$venv/installed.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$locked"
  cp "$locked" "$venv/installed.txt"
fi
mkdir -p "$home"
if [ -f "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; then
  echo "ministack runs already: process $(cat "$home/pid")"
  exit 0
fi
# A port that already answers is somebody else's server; its answers must not pass for ours.
if curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$port"; then echo "Port $port is taken." >&2; exit 69; fi
# Without BIND_HOST it listens on every address of the machine.
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port nohup "$venv/bin/ministack" >"$home/server.log" 2>&1 </dev/null &
echo $! >"$home/pid"
waited=0
until curl -sf -o /dev/null --max-time 5 "$url"; do
  waited=$((waited + 1))
  if ! kill -0 "$(cat "$home/pid")" 2>/dev/null || [ "$waited" -gt 120 ]; then
    tail -n 30 "$home/server.log" >&2
    exit 69
  fi
  sleep 1
done
echo "ministack answers at http://127.0.0.1:$port (process $(cat "$home/pid"))"
