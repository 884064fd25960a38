# SPDX-License-Identifier: Apache-2.0
# Sourced by ./check, ./demo and ./bench: installs the Debian packages that are missing, and nothing when none is.

packages_build="g++ cmake ninja-build ccache libhwy-dev libxxhash-dev libboost-dev libcli11-dev libfmt-dev"
packages_test="strace libgtest-dev libgmock-dev librapidcheck-dev nlohmann-json3-dev pkg-config python3"
packages_clang="clang-14 clang-format-14 libclang-rt-14-dev llvm-14"

# need_packages NAME...: as root, or by sudo without a password; otherwise one sentence that names what is missing.
need_packages() {
  local missing="" name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $name"
  done
  [ -z "$missing" ] && return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root="sudo"
    else
      echo "$0: these Debian packages are missing; install them and run it again:$missing" >&2
      return 1
    fi
  fi
  if ! command -v apt-get >/dev/null; then
    echo "$0: this system has no apt-get; install the equivalents of these packages:$missing" >&2
    return 1
  fi
  echo "== installing:$missing"
  $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    { echo "$0: apt-get could not install:$missing" >&2; return 1; }
}
