#!/bin/sh
# Resolves the server into HOME/{lib,knn,neural} once. Usage: fetch.sh [HOME]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${1:-./var/opensearch}
# The stamp holds the pom it was fetched for, so that a new version is fetched anew.
if cmp -s "$here/pom.xml" "$home/fetched.xml"; then exit 0; fi
command -v mvn >/dev/null || { echo "Maven is missing (Debian: apt-get install maven)." >&2; exit 69; }
mkdir -p "$home"
home=$(cd "$home" && pwd)
rm -rf "$home/lib" "$home/knn" "$home/neural" "$home/target"
mvn -q -B -ntp -f "$here/pom.xml" -Dhome="$home" package
cp "$here/pom.xml" "$home/fetched.xml"
