# Shared by the scripts of this folder: sourced, not run.
# Debian packages that a build needs, what the tests need beside them, and what real servers need.
BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkg-config ccache ca-certificates
	python3 python3-pip
	libuv1-dev libyajl-dev libcurl4-openssl-dev libssl-dev libpcre2-dev libxxhash-dev libutf8proc-dev
	libzstd-dev liblz4-dev zlib1g-dev libsqlite3-dev libyaml-dev libedit-dev tzdata"
TEST_PACKAGES="g++ check libsubunit-dev jq curl kcat"
SERVICE_PACKAGES="maven default-jdk-headless curl kcat openssl util-linux"

say() {
	echo "$(basename "$0"): $*" >&2
}

# need_packages PACKAGE...: installs the missing ones; tells what to do where it cannot.
need_packages() {
	command -v dpkg-query >/dev/null || {
		say "this is no Debian; please see to the equivalents of:" $*
		return 0
	}
	local missing="" package command root=""
	for package; do
		# A tool may have come without its package, as python3 with pyenv.
		case $package in
		python3) command=python3 ;;
		python3-pip) command=pip3 ;;
		maven) command=mvn ;;
		default-jdk-headless) command=javac ;;
		*) command= ;;
		esac
		[ -z "$command" ] || ! command -v "$command" >/dev/null || continue
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		root=$(command -v sudo) || {
			say "please run as root: apt-get install$missing"
			return 1
		}
	fi
	say "apt-get install$missing"
	$root env DEBIAN_FRONTEND=noninteractive sh -euc '
		apt-get -qq -o DPkg::Lock::Timeout=300 update
		apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "$@" >/dev/null' - $missing
}

# build DIR OPTION...: sets the build folder up once, with the bundled libraries when they can be had, and builds it.
build() {
	local dir=$1 deps=bundled
	shift
	if ! "$TOP/tools/deps"; then
		deps=system
		need_packages librdkafka-dev node-llhttp
		"$TOP/tools/deps" yyjson
	fi
	[ -f "$dir/build.ninja" ] || meson setup "$dir" "$TOP" "-Ddeps=$deps" "$@" >"$dir.log" 2>&1 || {
		cat "$dir.log" >&2
		return 1
	}
	rm -f "$dir.log"
	ninja -C "$dir" --quiet >&2
}
