# Sourced by the commands beside it, after `class` is set: brings an installation of its own up (which builds what is
# not built), runs the class against it, and removes it whatever happens. SAMEGATE_INSTANCE moves its ports (70).
# POSIX sh: the caller may be dash, bash or busybox.

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/.mvn/find-jdk.sh"

SAMEGATE_HOME=$root/benchmarks/target/installation
SAMEGATE_INSTANCE=${SAMEGATE_INSTANCE:-70}
export SAMEGATE_HOME SAMEGATE_INSTANCE
# The measuring program finds the installation by its instance alone.
unset SAMEGATE_NODES SAMEGATE_NODE_PORT_RANGE SAMEGATE_API_PORT SAMEGATE_KAFKA_PORT SAMEGATE_KAFKA_CONTROLLER_PORT \
    SAMEGATE_ALLOCATOR_PORT SAMEGATE_TRACKER_PORT SAMEGATE_GATEWAY_PORT SAMEGATE_POD_PORT

remove() {
    [ ! -d "$SAMEGATE_HOME" ] || "$root/samegate" reset >/dev/null
}

remove # what a run that was killed has left
trap remove EXIT
trap 'exit 130' INT TERM
"$root/samegate" up >&2
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dsamegate.root="$root" \
    -cp "$root/benchmarks/target/benchmarks/benchmarks.jar" "io.samegate.benchmarks.$class" "$@"
