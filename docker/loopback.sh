# Read by the start scripts beside it: what servers on loopback, started without containers, share.
# A server's process id is in $home/pid, its output in $home/server.log.

# need PROGRAM PACKAGE
need() {
  command -v "$1" >/dev/null || { echo "$1 is missing (Debian: apt-get install $2)." >&2; exit 69; }
}

# begin NAME: end here if it runs already, or if another server has its port.
begin() {
  if [ -f "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; then
    echo "$1 runs already: process $(cat "$home/pid")"
    exit 0
  fi
  # A port that already answers is somebody else's server; its answers must not pass for ours.
  if curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$port"; then echo "Port $port is taken." >&2; exit 69; fi
}

# await NAME PATH: wait for the process started last until PATH answers.
await() {
  echo $! >"$home/pid"
  waited=0
  until curl -sf -o /dev/null --max-time 5 "http://127.0.0.1:$port$2"; do
    waited=$((waited + 1))
    if ! kill -0 "$(cat "$home/pid")" 2>/dev/null || [ "$waited" -gt 120 ]; then
      tail -n 30 "$home/server.log" >&2
      exit 69
    fi
    sleep 1
  done
  echo "$1 answers at http://127.0.0.1:$port (process $(cat "$home/pid"))"
}
