# Sourced by mvnw and samegate: sets JAVA_HOME to a JDK 21 or later, or says what is missing and ends the caller.
# Order: JAVA_HOME, the java on the PATH, then the usual places; among those the newest wins.
# POSIX sh: the caller may be dash, bash or busybox.

# Prints the feature release ("21") of the JDK in $1, or nothing when there is no JDK (a JRE without javac is none).
samegate_jdk_release() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

samegate_find_jdk() {
    samegate_best= samegate_best_release=0
    samegate_on_path=$(command -v javac 2>/dev/null || :)
    if [ -n "$samegate_on_path" ]; then
        samegate_on_path=$(readlink -f "$samegate_on_path" 2>/dev/null || :)
        samegate_on_path=${samegate_on_path%/bin/javac}
    fi
    for samegate_jdk in "${JAVA_HOME:-}" "$samegate_on_path"; do
        [ -n "$samegate_jdk" ] || continue
        samegate_release=$(samegate_jdk_release "$samegate_jdk")
        if [ "${samegate_release:-0}" -ge 21 ]; then
            JAVA_HOME=$samegate_jdk
            export JAVA_HOME
            return 0
        fi
    done
    case $- in *f*) samegate_noglob=1; set +f ;; *) samegate_noglob= ;; esac
    for samegate_jdk in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        samegate_release=$(samegate_jdk_release "$samegate_jdk")
        if [ "${samegate_release:-0}" -ge 21 ] && [ "$samegate_release" -gt "$samegate_best_release" ]; then
            samegate_best=$samegate_jdk samegate_best_release=$samegate_release
        fi
    done
    [ -z "$samegate_noglob" ] || set -f
    if [ -z "$samegate_best" ]; then
        echo "Samegate needs a JDK 21 or later (with javac) and found none: install one, or set JAVA_HOME to it." >&2
        return 1
    fi
    JAVA_HOME=$samegate_best
    export JAVA_HOME
}

samegate_find_jdk || exit 1
