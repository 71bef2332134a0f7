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
superset="$environment/bin/superset"
chmod 700 "$SUPERSET_HOME"
if [ ! -s "$SUPERSET_HOME/password" ]; then
  "$environment/bin/python" -c 'import secrets; print(secrets.token_hex(32), end="")' > "$SUPERSET_HOME/secret"
  "$superset" db upgrade
  "$superset" init
  password=$("$environment/bin/python" -c 'import secrets; print(secrets.token_urlsafe(12))')
  "$superset" fab create-admin --username admin --firstname Ledger --lastname Admin \
    --email admin@localhost --password "$password"
  # Last: a home without a password was not finished and is made anew.
  printf '%s' "$password" > "$SUPERSET_HOME/password"
fi
"$superset" import-dashboards --path "$bundle" --username admin
echo "http://127.0.0.1:$port/superset/dashboard/battery-ledger/  user admin, password $(cat "$SUPERSET_HOME/password")"
exec "$superset" run --host 127.0.0.1 --port "$port" --with-threads
