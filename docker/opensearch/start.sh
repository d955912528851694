#!/bin/sh
# Starts the server on loopback and returns once it answers. Usage: start.sh [HTTP_PORT] [HOME]
# Fetches the server first where needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-9200}
home=${2:-./var/opensearch}
. "$here/../loopback.sh"
need java openjdk-17-jdk-headless
need curl curl
sh "$here/fetch.sh" "$home"
home=$(cd "$home" && pwd)
begin OpenSearch
cd "$home"
nohup java -Xms512m -Xmx1g --source 17 -cp 'lib/*:knn/*:neural/*' \
  "$here/Launcher.java" "$home" "$port" "$((port + 100))" >"$home/server.log" 2>&1 </dev/null &
await OpenSearch '/_cluster/health?wait_for_status=yellow&timeout=3s'
