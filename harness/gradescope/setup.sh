#!/bin/sh
# Gradescope runs this once, as root, when it makes the image of an autograder:
# installs what is missing, builds the grader, tries it on the solution, and
# throws away what is private. If anything is wrong, the image is not made.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lab=$(cat "$here/lab")
umask 022

command -v make >/dev/null 2>&1 || {
    apt-get update && apt-get install -y --no-install-recommends make
}
mkdir -p "$here/course"
tar -C "$here/course" -xzf "$here/course.tar.gz"
cd "$here/course"
level=
[ "$lab" != 4 ] || level=lint
# shellcheck disable=SC2086
harness/deps $level
make -s -j"$(nproc)" kit build/harness/gradescope LAB="$lab"

# Submissions are checked by a user who owns nothing here.
if [ "$(id -u)" -eq 0 ]; then
    id -u grader >/dev/null 2>&1 ||
        useradd --system --no-create-home --shell /usr/sbin/nologin grader
fi

# A lab of one file is checked by its file, others by their folder.
name=$(basename solutions/"$lab"-*)
files=build/kit/$name/files
file=
[ "$(wc -l <"$files")" -gt 1 ] || file=/$(cat "$files")
check() { # FOLDER
    build/harness/check --lab "$lab" --src "$1/$name$file" --out "$here/trial"
}
check solutions || {
    echo "setup.sh: the solution itself does not pass here" >&2
    exit 1
}
! check labs >/dev/null || {
    echo "setup.sh: the starter passes here" >&2
    exit 1
}

# The kit has all of these that a check needs, as objects.
rm -rf "$here/trial" "$here/course.tar.gz" solutions tests
find build -mindepth 1 -maxdepth 1 ! -name kit ! -name harness ! -name headers \
    -exec rm -rf {} +
echo "setup.sh: lab $lab is ready"
