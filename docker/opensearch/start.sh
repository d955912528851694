#!/bin/sh
# Starts the server on loopback and returns once it answers. Usage: start.sh [HTTP_PORT] [HOME]
# Its process id is in HOME/pid, its output in HOME/server.log. Fetches the server first where needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-9200}
home=${2:-./var/opensearch}
url="http://127.0.0.1:$port"
command -v java >/dev/null || { echo "Java 17 is missing (Debian: apt-get install openjdk-17-jdk-headless)." >&2; exit 69; }
command -v curl >/dev/null || { echo "curl is missing (Debian: apt-get install curl)." >&2; exit 69; }
sh "$here/fetch.sh" "$home"
home=$(cd "$home" && pwd)
if [ -f "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; then
  echo "OpenSearch runs already: process $(cat "$home/pid")"
  exit 0
fi
# A port that already answers is somebody else's server; its answers must not pass for ours.
if curl -s -o /dev/null --max-time 2 "$url"; then echo "Port $port is taken." >&2; exit 69; fi
cd "$home"
nohup java -Xms512m -Xmx1g --source 17 -cp 'lib/*:knn/*:neural/*' \
  "$here/Launcher.java" "$home" "$port" "$((port + 100))" >"$home/server.log" 2>&1 </dev/null &
echo $! >"$home/pid"
waited=0
until curl -sf -o /dev/null --max-time 5 "$url/_cluster/health?wait_for_status=yellow&timeout=3s"; do
  waited=$((waited + 1))
  if ! kill -0 "$(cat "$home/pid")" 2>/dev/null || [ "$waited" -gt 120 ]; then
    tail -n 30 "$home/server.log" >&2
    exit 69
  fi
  sleep 1
done
echo "OpenSearch answers at $url (process $(cat "$home/pid"))"
