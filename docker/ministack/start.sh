#!/bin/sh
# Starts an S3 API for tests on loopback and returns once it answers. Usage: start.sh [PORT] [HOME]
# Installs the server first where needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-4566}
home=${2:-./var/ministack}
venv=${MINISTACK_VENV:-./.venv-ministack}
. "$here/../loopback.sh"
need curl curl
# A virtual environment of its own: what the server needs must not meet what we need.
locked="$here/../../requirements/ministack.txt"
if ! cmp -s "$locked" "$venv/installed.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$locked"
  cp "$locked" "$venv/installed.txt"
fi
mkdir -p "$home"
begin ministack
# Without BIND_HOST it listens on every address of the machine.
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port nohup "$venv/bin/ministack" >"$home/server.log" 2>&1 </dev/null &
await ministack /_ministack/health
