# SPDX-License-Identifier: Apache-2.0
# Sourced by ./check, ./demo and ./bench: installs the Debian packages that are missing, and nothing when none is.

packages_build="g++ cmake ninja-build ccache libhwy-dev libxxhash-dev libboost-dev libcli11-dev libfmt-dev"
packages_demo="binutils"
packages_test="strace libgtest-dev libgmock-dev librapidcheck-dev nlohmann-json3-dev pkg-config python3 srecord binutils
  python3-intelhex python3-smmap python3-xxhash"
packages_python="python3-venv python3-dev"
packages_bench="python3-venv binutils srecord libcdb-dev liblmdb-dev libtkrzw-dev librocksdb-dev libabsl-dev
  libflatbuffers-dev"
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

# need_python_peers DIRECTORY NAME==VERSION...: Python packages that only ./bench compares with, in an environment of
# their own. Without them the other figures still run, and theirs say what is absent.
need_python_peers() {
  local directory=$1
  shift
  [ "$(cat "$directory/installed" 2>/dev/null)" = "$*" ] && return 0
  echo "== installing from PyPI into $directory: $*"
  if python3 -m venv "$directory" && "$directory/bin/pip" install -q --disable-pip-version-check "$@"; then
    echo "$*" >"$directory/installed"
  else
    echo "$0: PyPI did not give all of: $*; the rows of those that are absent will have no figure" >&2
  fi
}

# need_python_environment DIRECTORY REQUIREMENTS: a virtual environment with exactly what that file pins, made anew when
# the file or the interpreter has changed.
need_python_environment() {
  local directory=$1 requirements=$2 wanted
  wanted="$(python3 --version) $(cat "$requirements")"
  [ "$(cat "$directory/installed" 2>/dev/null)" = "$wanted" ] && return 0
  echo "== installing into $directory what $requirements names"
  rm -rf "$directory"
  python3 -m venv "$directory" &&
    "$directory/bin/pip" install -q --disable-pip-version-check -r "$requirements" ||
    { echo "$0: could not install what $requirements names" >&2; return 1; }
  echo "$wanted" >"$directory/installed"
}
