#!/usr/bin/env bash
# Superset with the ledger's dashboard on http://127.0.0.1:8088, user admin: `make superset`.
# Usage: up.sh <environment with Superset> <bundle.zip> <home> [port]
set -euo pipefail
environment=$1 bundle=$2
mkdir -p "$3"
SUPERSET_HOME=$(cd "$3" && pwd)
export SUPERSET_HOME
port=${4:-8088}
here=$(cd "$(dirname "$0")" && pwd)
export SUPERSET_CONFIG_PATH="$here/superset_config.py"
superset="$environment/bin/superset" python="$environment/bin/python"
address="http://127.0.0.1:$port"
log="$SUPERSET_HOME/superset.log"
chmod 700 "$SUPERSET_HOME"
: > "$log"

failed() { tail -n 20 "$log" >&2; echo "Superset did not start; all it said is in $log" >&2; exit 1; }
quietly() { "$@" >> "$log" 2>&1 || failed; }

if [ ! -s "$SUPERSET_HOME/password" ]; then
  echo "Making Superset's own database, once; this takes a minute …"
  "$python" -c 'import secrets; print(secrets.token_hex(32), end="")' > "$SUPERSET_HOME/secret"
  quietly "$superset" db upgrade
  quietly "$superset" init
  password=$("$python" -c 'import secrets; print(secrets.token_urlsafe(12))')
  quietly "$superset" fab create-admin --username admin --firstname Ledger --lastname Admin \
    --email admin@localhost --password "$password"
  # Last: a home without a password was not finished and is made anew.
  printf '%s' "$password" > "$SUPERSET_HOME/password"
fi
echo "Importing the dashboard …"
quietly "$python" "$here/import_bundle.py" "$bundle"

"$superset" run --host 127.0.0.1 --port "$port" --with-threads >> "$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
trap 'exit 0' INT TERM
until "$python" -c "from urllib.request import urlopen; urlopen('$address/health')" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || failed
  sleep 1
done
echo "$address/superset/dashboard/battery-ledger/  user admin, password $(cat "$SUPERSET_HOME/password")"
echo "Ctrl+C stops it; its log is $log"
wait "$server"
