# Builds millrace.jar, and benchmarks.jar for the module bench, from the sources of this checkout; the script millrace
# includes it. Takes home, required, module, jdk, find_jdk, no_jdk and fail from there; sets jar and cache.
# shellcheck shell=sh disable=SC2154

program=$home/engine/target/millrace.jar
program_cache=$home/engine/target/millrace.aot
case $module in
    bench) jar=$home/bench/target/benchmarks.jar cache= ;;
    *) jar=$program cache=$program_cache ;;
esac
log=$home/target/millrace-build.log

# Has this machine's build made the C kernels?
has_c_library() {
    for library in "$home"/native/target/classes/META-INF/native/*/lib*.so; do
        if [ -f "$library" ]; then
            return 0
        fi
    done
    return 1
}

# Is the jar missing, or a source or a folder of sources newer than it? A deleted source makes its folder newer.
outdated() {
    [ -f "$jar" ] || return 0
    [ -n "$(find "$home/pom.xml" "$home"/shm/pom.xml "$home"/native/pom.xml "$home"/engine/pom.xml \
        "$home"/shm/src/main "$home"/native/src/main "$home"/engine/src/main \
        "$home/$module/pom.xml" "$home/$module/src/main" -newer "$jar" -print -quit 2>/dev/null)" ]
}

# Shows what the build in process $1 is at, on a terminal as one line that changes.
show_progress() {
    if ! [ -t 2 ]; then
        echo "millrace: building, the first time takes a minute or two (log: $log)" >&2
        return 0
    fi
    seconds=0
    while kill -0 "$1" 2>/dev/null; do
        part=$(sed -n 's/^\[INFO\] Building \(Millrace [a-z]*\) .*/\1/p' "$log" 2>/dev/null | tail -n 1)
        printf '\r\033[Kmillrace: building, %d s: %s' "$seconds" "${part:-starting Maven}" >&2
        sleep 1
        seconds=$((seconds + 1))
    done
    printf '\r\033[K' >&2
}

# Keeps the classes as a JVM has them in memory, linked, for the start of the next ones. A JVM that cannot use the cache, such as
# another JDK, starts without; so does everything if it cannot be made.
make_cache() {
    rm -f "$program_cache"
    "$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$program_cache.new" \
        -jar "$program" squares --elements 1000000 > /dev/null 2>&1 < /dev/null \
        && mv "$program_cache.new" "$program_cache" 2>/dev/null || rm -f "$program_cache.new" "$program_cache.new.config"
}

build() {
    find_jdk javac || no_jdk javac
    command -v mvn >/dev/null 2>&1 || fail "cannot build without Maven (command mvn, 3.8 or newer)" \
        "get it with 'apt install maven', 'sdk install maven', or from https://maven.apache.org"
    mkdir -p "$home/target" 2>/dev/null && [ -w "$home/target" ] \
        || fail "cannot build: $home is not writable; build it as its owner once, or copy the folder"
    started=$home/target/millrace-build.started
    : > "$started"
    # Who runs from the old jar keeps it: removed, not overwritten.
    rm -f "$jar" "$program"
    (cd "$home" && JAVA_HOME=$jdk exec mvn -B -pl "$module" -am -Dmaven.test.skip=true -Denforcer.skip=true package) \
        > "$log" 2>&1 < /dev/null &
    maven=$!
    trap 'kill "$maven" 2>/dev/null; rm -f "$jar" "$program"; exit 130' INT TERM HUP
    show_progress "$maven"
    if ! wait "$maven"; then
        rm -f "$jar" "$program"
        sed -n 's/^\[ERROR\] //p' "$log" | head -n 5 >&2
        fail "the build failed; the whole log is in $log"
    fi
    trap - INT TERM HUP
    # As old as the start of the build: what was edited meanwhile is newer.
    touch -r "$started" "$jar" "$program"
    make_cache
}

# One build at a time: who comes second waits for the first one's jar. (Where there is no flock they are not kept apart.)
build_alone() {
    if command -v flock >/dev/null 2>&1; then
        (
            flock -n 9 || { echo "millrace: waiting for another build of $home" >&2; flock 9; }
            if outdated; then build 9<&-; fi
        ) 9< "$home/pom.xml"
    else
        build
    fi
}
