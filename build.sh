#!/usr/bin/env bash
# Only the bootstrap: every job is a target of build.cake (./build.sh --help lists them).
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true

if ! command -v dotnet >/dev/null; then
    echo "error: the .NET SDK $(sed -n 's/.*"version": "\(.*\)".*/\1/p' global.json) was not found on PATH." >&2
    echo "       Install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0) and run ./build.sh again." >&2
    exit 1
fi
if ! dotnet --version >/dev/null 2>&1; then
    echo "error: no installed .NET SDK satisfies global.json:" >&2
    dotnet --version >&2 || true
    exit 1
fi
case "${1:-}" in
    -h|--help|help) set -- --target=Help ;;
esac

dotnet tool restore --verbosity quiet >/dev/null || { echo "error: 'dotnet tool restore' failed (is the package source reachable?)" >&2; dotnet tool restore; exit 1; }
exec dotnet tool run dotnet-cake build.cake --verbosity=quiet "$@"
