# Sourced after steps.sh: builds the programs and the pages, and only what has changed.

# Ninja itself runs CMake again when a CMakeLists.txt has changed.
configured() { [[ -f build/$1/build.ninja ]] || cmake --preset "$1"; }
build() { configured "$1" && cmake --build --preset "$1"; }

# One hash over names and contents of what is under the given paths; no git, which distrusts other people's clones.
hash_of() {
    find "$@" \( -name node_modules -o -path ui/dist \) -prune -o -type f -print0 | sort -z |
        xargs -0 sha256sum | sha256sum
}

# unless_same STAMP HASH COMMAND...: runs the command when the stamp holds another hash, and stamps its success.
unless_same() {
    local stamp=$1 hash=$2
    shift 2
    [[ -f $stamp && $(<"$stamp") == "$hash" ]] && return
    "$@" && printf '%s\n' "$hash" >"$stamp"
}

# npm leaves out optional packages, the bundler's own binary among them, that ask for a newer Node than it runs on.
# Debian's is older; so a second pass runs on the Node that the first one brought.
npm_packages() {
    npm --prefix ui ci --no-audit --no-fund || return
    [[ $(node --version) =~ ^v(2[2-9]|[3-9][0-9])\. ]] && return
    PATH=$PWD/ui/node_modules/.bin:$PATH node "$(readlink -f "$(command -v npm)")" --prefix ui install --no-save \
        --no-audit --no-fund
}
ui_packages() { unless_same ui/node_modules/.installed "$(hash_of ui/package.json ui/package-lock.json)" npm_packages; }
ui_pages() { unless_same ui/dist/.built "$(hash_of ui)" npm --prefix ui run build; }
