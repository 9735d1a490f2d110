# shellcheck shell=bash disable=SC2034
# What the benchmark scripts share: a network of their own, servers, a page, and the taking of figures.
# Sourced by the scripts beside it; they run with `set -euo pipefail`.

bench_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root_dir=$(cd "$bench_dir/../.." && pwd)

die() { echo "$(basename "$0"): $*" >&2; exit 1; }

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "needs $tool: scripts/install-deps.sh --bench"
  done
}

# Sets $build to LINKTENDER_BUILD or the release build, and $program.
find_build() {
  build=${LINKTENDER_BUILD:-$root_dir/build/release}
  program=$build/src/cli/linktender
  [ -x "$program" ] || die "no linktender in $build: cmake --workflow --preset release, or set LINKTENDER_BUILD"
}

# isolate ARGUMENTS...: starts this script again where only loopback exists and where names, ports and
# files of /etc are its own. Nothing that goes wrong can reach a network.
isolate() {
  local kind
  if [ -z "${LINKTENDER_BENCH_ISOLATED:-}" ]; then
    export LINKTENDER_BENCH_ISOLATED=1
    for kind in "--net --mount" "--map-root-user --net --mount"; do
      # shellcheck disable=SC2086
      if unshare $kind true 2>/dev/null; then exec unshare $kind bash "$0" "$@"; fi
    done
    die "needs network and mount namespaces (root, or user namespaces)"
  fi
  ip link set lo up
  # Without any other address the C library thinks that there is no network and asks no name server.
  ip address add 192.0.2.1/32 dev lo
  # Each tool opens thousands of connections, and closed ones keep their port for a minute.
  echo "10000 65000" >/proc/sys/net/ipv4/ip_local_port_range
  ulimit -n "$(ulimit -Hn)"
  folder=$(mktemp -d)
  chmod 755 "$folder"  # nginx's worker is another user
  pids=()
  trap clean_up EXIT
}

clean_up() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}

# in_background COMMAND...: ends with the script.
in_background() {
  "$@" >>"$folder/servers.log" 2>&1 &
  pids+=($!)
}

# A short pause that needs no process.
pause() { read -rt "$1" <> <(:) || true; }

# Every name below `test` is 127.0.0.1, for every tool alike.
start_names() {
  in_background dnsmasq --conf-file=/dev/null --keep-in-foreground --pid-file --user=root --no-hosts --no-resolv \
    --listen-address=127.0.0.1 --bind-interfaces --address=/test/127.0.0.1 --dns-forward-max=10000 --local-ttl=3600 --log-facility=-
  echo "nameserver 127.0.0.1" >"$folder/resolv.conf"
  mount --bind "$folder/resolv.conf" /etc/resolv.conf
  for _ in $(seq 50); do getent ahostsv4 probe.bench.test >/dev/null && return; pause 0.1; done
  die "the name server does not answer: $(tail -3 "$folder/servers.log")"
}

# start_nginx SERVER_DIRECTIVES: one worker on ports 80 and, when there is a certificate, 443.
start_nginx() {
  local tls=
  [ -f "$folder/server.pem" ] &&
    tls="listen 127.0.0.1:443 ssl backlog=4096; ssl_certificate $folder/server.pem; ssl_certificate_key $folder/server.key;"
  mkdir -p "$folder/nginx"
  cat >"$folder/nginx.conf" <<CONF
daemon off;
worker_processes 1;
worker_rlimit_nofile 65536;
pid $folder/nginx/pid;
error_log $folder/nginx/error.log crit;
events { worker_connections 16384; multi_accept on; }
http {
  access_log off;
  default_type text/html;
  charset utf-8;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=20000;
  client_body_temp_path $folder/nginx/body; proxy_temp_path $folder/nginx/proxy; fastcgi_temp_path $folder/nginx/fastcgi;
  uwsgi_temp_path $folder/nginx/uwsgi; scgi_temp_path $folder/nginx/scgi;
  server {
    listen 127.0.0.1:80 backlog=4096;
    $tls
    server_name _;
    root $folder/pages;
    location = /robots.txt { return 404; }
    location = /bench-counts { stub_status; }
    $1
  }
}
CONF
  in_background nginx -e "$folder/nginx/error.log" -p "$folder/nginx" -c "$folder/nginx.conf"
  wait_for_server
}

stop_last_server() {
  local last=$((${#pids[@]} - 1))
  kill "${pids[$last]}"
  wait "${pids[$last]}" 2>/dev/null || true
  unset "pids[$last]"
}

wait_for_server() {
  for _ in $(seq 100); do curl -s -o /dev/null http://127.0.0.1/bench-counts && return; pause 0.1; done
  die "the server does not answer: $(tail -3 "$folder/servers.log")"
}

# server_counts: connections accepted and requests so far, less those of this question.
server_counts() { curl -s http://127.0.0.1/bench-counts | awk 'NR == 3 { print $1, $3 }'; }

# An authority of our own among those of the system, and a certificate for every name.
make_certificates() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$folder/ca.key"
  openssl req -x509 -new -key "$folder/ca.key" -subj "/CN=Bench Authority" -days 30 -out "$folder/ca.pem"
  openssl ecparam -name prime256v1 -genkey -noout -out "$folder/server.key"
  openssl req -new -key "$folder/server.key" -subj "/CN=bench.test" -out "$folder/server.csr"
  openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial -days 20 \
    -extfile <(echo "subjectAltName=DNS:bench.test,DNS:*.bench.test") -out "$folder/server.pem" 2>/dev/null
  cat /etc/ssl/certs/ca-certificates.crt "$folder/ca.pem" >"$folder/bundle.pem"
}

# measure NAME COMMAND...: one run; its wall seconds, processor seconds, peak kilobytes, connections and requests
# become a line of $folder/NAME.figures.
measure() {
  local name=$1 code=0 started ended before after
  shift
  before=$(server_counts)
  started=$EPOCHREALTIME
  /usr/bin/time -q -f '%U %S %M' -o "$folder/time" "$@" >"$folder/$name.out" 2>"$folder/$name.err" || code=$?
  ended=$EPOCHREALTIME
  after=$(server_counts)
  echo "$started $ended $before $after $(tail -1 "$folder/time")" |
    awk '{ printf "%.3f %.3f %d %d %d\n", $2 - $1, $7 + $8, $9, $5 - $3 - 1, $6 - $4 - 1 }' >>"$folder/$name.figures"
  [ "$code" = 0 ] || echo "  $name ended with $code: $(tail -1 "$folder/$name.err")"
}

# figure NAME COLUMN: the median of its runs. 1 wall, 2 processor, 3 peak, 4 connections, 5 requests.
figure() { cut -d' ' -f"$2" "$folder/$1.figures" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# show_figures URLS NAME...: a line for each tool.
show_figures() {
  local urls=$1 name
  shift
  printf '  %-11s %9s %11s %10s %12s %9s  %s\n' "" "wall s" "cpu ms/URL" "peak MB" connections requests "wall of each round"
  for name in "$@"; do
    [ -f "$folder/$name.figures" ] || continue
    echo "$(figure "$name" 1) $(figure "$name" 2) $(figure "$name" 3) $(figure "$name" 4) $(figure "$name" 5)" |
      awk -v n="$name" -v u="$urls" -v all="$(cut -d' ' -f1 "$folder/$name.figures" | paste -sd' ')" \
        '{ printf "  %-11s %9.2f %11.3f %10.1f %12d %9d  %s\n", n, $1, $2 * 1000 / u, $3 / 1024, $4, $5, all }'
  done
}

# target WHAT REACHED LIMIT: a line that says whether it is met; both are numbers or sums of awk.
targets_missed=0
target() {
  local line
  line=$(awk "BEGIN { r = $2; l = $3; printf \"%8.2f   target %8.2f   %s\", r, l, r <= l ? \"met\" : \"MISSED\" }")
  printf '  %-42s %s\n' "$1" "$line"
  case $line in *MISSED) targets_missed=$((targets_missed + 1)) ;; esac
}
