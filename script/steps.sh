# Sourced by the scripts beside it: says what is being done, and how long it took.

export LC_ALL=C.UTF-8

say() { printf '%s\n' "== $*"; }

# step "Build the programs" cmake ...: runs the rest as a command; its exit code is the step's.
step() {
    local title=$1 from=$SECONDS code=0
    shift
    say "$title"
    "$@" || code=$?
    ((code == 0)) || { say "$title: FAILED after $((SECONDS - from)) s (exit $code)" >&2; return "$code"; }
    say "$title: $((SECONDS - from)) s"
}

# The words in the script's own comment are its help.
usage() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "script/${0##*/}"
    exit "${1:-2}"
}
