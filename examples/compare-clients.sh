#!/usr/bin/env bash
# Starts a server, asks it the same question from Python, TypeScript and buf curl at once, and compares the numbers.
# From the repository's root, after npm ci && npm run build:
#   examples/compare-clients.sh [PYTHON]      a Python 3 with grpcio and grpcio-tools; default: python3
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}
"$python" -c 'import grpc, grpc_tools' || { echo "$python has no grpcio and grpcio-tools: see examples/python/README.md" >&2; exit 2; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

"$python" -m grpc_tools.protoc -I proto -I proto/third_party --python_out="$work" --grpc_python_out="$work" \
  proto/codi/v1/*.proto google/rpc/status.proto
npx tsc -p examples/typescript
node client-cli/bin/run.js serve --port 0 >"$work/server" 2>"$work/log" &
server=$!
for _ in $(seq 300); do
  address=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/server" || true)
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { echo "the server did not start:" >&2; cat "$work/log" >&2; exit 1; }

PYTHONPATH="$work" "$python" examples/python/client.py "$address" >"$work/python.json" & one=$!
node examples/typescript/dist/client.js "$address" >"$work/typescript.json" & two=$!
npx buf curl --http2-prior-knowledge --protocol grpc "http://$address/codi.v1.RolloutService/Rollout" \
  -d @examples/request.json >"$work/buf" & three=$!
wait "$one"; wait "$two"; wait "$three"
node examples/summarise.mjs <"$work/buf" >"$work/buf.json"

"$python" - "$work" <<'PY'
import json, sys
python, typescript, buf = (json.load(open(f"{sys.argv[1]}/{name}.json")) for name in ("python", "typescript", "buf"))
assert python == typescript == buf, "the clients disagree"
print(json.dumps(python, indent=2, sort_keys=True))
print("Python, TypeScript and buf curl agree on every number")
PY
