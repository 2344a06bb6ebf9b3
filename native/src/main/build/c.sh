#!/bin/sh
# Builds the C library of a module, or runs its tests, for the Maven build:  c.sh library|test MODULE_FOLDER
# A machine without a C compiler gets one line and a jar without the library.
set -eu

what=$1
module=$2
source=$module/src/main/c
target=$module/target

without() {
    echo "$(basename "$module"): $1: no C library in this build, Java does its work"
    exit 0
}

case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) platform=linux-x86_64 ;;
    Linux-aarch64 | Linux-arm64) platform=linux-aarch64 ;;
    *) without "no C library for $(uname -s) on $(uname -m)" ;;
esac
command -v make >/dev/null 2>&1 || without "make not found"
compiler=
for candidate in ${CC:-} cc gcc clang; do
    if command -v "$candidate" >/dev/null 2>&1; then
        compiler=$candidate
        break
    fi
done
[ -n "$compiler" ] || without "no C compiler found"

packed=$target/classes/META-INF/native/$platform
# -j: as many as there are processors, within what the machine lets this process use.
jobs=$(nproc 2>/dev/null || echo 2)
case $what in
    library)
        mkdir -p "$packed"
        make -s -C "$source" -j"$jobs" CC="$compiler" OUT="$packed"
        ;;
    test)
        make -s -C "$source" -j"$jobs" CC="$compiler" OUT="$target/c-test" LIBRARY="$packed/libmillrace.so" test
        ;;
    *)
        echo "usage: c.sh library|test TARGET_FOLDER" >&2
        exit 2
        ;;
esac
