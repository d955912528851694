#!/bin/sh
# Compiles the requirements files; each is a superset of the one before. Hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
runtime="--extra crawl --extra refine --extra gateway --extra ai --extra search --extra embedded --extra aws"
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate pyproject.toml $runtime "$@"
}
compile -o requirements/runtime.txt
compile --extra dev -c requirements/runtime.txt -o requirements/dev.txt
compile --extra dev --extra train -c requirements/dev.txt -o requirements/train.txt
# The S3 server of the tests has an environment of its own, so nothing here constrains it.
echo 'ministack==1.5.33' | .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-header --no-annotate - -o requirements/ministack.txt
