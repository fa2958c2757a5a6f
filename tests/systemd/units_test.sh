#!/bin/sh
# The units on an installed tree: systemd must understand every line, find every program and user, and call the
# services hardened. The control: each of these checks notices a fault that is planted.
# usage: units_test.sh BUILD_DIR

set -eu
build=$1
exposure_max=20 # tenths

command -v systemd-analyze >/dev/null || { echo "skipped: systemd-analyze is missing (Debian package systemd)"; exit 77; }

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
units=$root/usr/lib/systemd/system

DESTDIR=$root cmake --install "$build" --prefix /usr >"$root/install.log" || { cat "$root/install.log"; exit 1; }
services="hadir-kiosk hadir-sync hadir-central"
# what ours refer to: systemd's own targets
cp -Rn /lib/systemd/system/. "$units/"

# an unknown key is only said, not failed: silence is what counts
verify() {
    systemd-analyze --root="$root" --man=no verify "$units"/hadir-* >"$root/said" 2>&1 && [ ! -s "$root/said" ] && return
    cat "$root/said"
    return 1
}
exposure() { systemd-analyze security --offline=true --no-pager --threshold=$exposure_max --root="$root" "$1.service"; }
failed() { echo "FAILED: $*"; exit 1; }

mkdir -p "$root/etc"
systemd-sysusers --root="$root" hadir.conf >/dev/null 2>&1 || failed "systemd-sysusers hadir.conf"
verify || failed "systemd-analyze verify"
for service in $services; do
    exposure "$service" >"$root/exposure" || { cat "$root/exposure"; failed "$service is exposed"; }
    tail -n 1 "$root/exposure"
    user=$(sed -n 's/^User=//p' "$units/$service.service")
    grep -q "^$user:" "$root/etc/passwd" || failed "$service runs as $user, whom sysusers.d does not make"
    grep -q '^LimitCORE=0$' "$units/$service.service" || failed "$service may leave its keys in a core dump"
done

planted() { # NAME SED-SCRIPT CHECK...: the check must fail on a kiosk unit that the script has changed
    name=$1 script=$2
    shift 2
    cp "$units/hadir-kiosk.service" "$root/sound"
    sed -i "$script" "$units/hadir-kiosk.service"
    if "$@" >/dev/null 2>&1; then failed "control: nobody noticed $name"; fi
    cp "$root/sound" "$units/hadir-kiosk.service"
}
planted "a misspelt key" 's/^WatchdogSec/WatchdgSec/' verify
planted "a missing program" 's/^ExecStart=hadir-kiosk/ExecStart=hadir-kios/' verify
planted "a unit without its sandbox" '/^Protect\|^Private\|^Restrict\|^Capab\|^SystemCall/d' exposure hadir-kiosk
echo "controls: three planted faults noticed"
