#!/bin/sh
# Adds the program in this folder to your applications menu, or removes it from there. No administrator is needed,
# and nothing outside your home folder is touched.
#
#   sh menu.sh            add it (again after the folder was moved)
#   sh menu.sh --remove   remove it; the folder itself and your settings stay
set -eu
name=encord-prediction-exporter
here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/$name.desktop

remove() {
    rm -f "$entry"
    (cd "$here/share/icons/hicolor" && find . -type f) | while IFS= read -r icon; do
        rm -f "$data/icons/hicolor/$icon"
    done
}

# $1 as the desktop entry specification wants a word of a command: quoted, its special letters escaped, and all of
# that escaped once more as a value of the file. A per cent sign is doubled.
as_word_of_exec() {
    printf '"%s"' "$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')"
}

add() {
    mkdir -p "$data/applications" "$data/icons"
    cp -R "$here/share/icons/hicolor" "$data/icons/"
    touch "$data/icons/hicolor" # desktops look again for icons in a folder that has changed
    while IFS= read -r line; do
        case $line in
        Exec=*) printf 'Exec=%s\n' "$(as_word_of_exec "$here/$name")" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$here/share/applications/$name.desktop" >"$entry"
}

case ${1-} in
"")
    add
    echo "Encord Prediction Exporter is in your applications menu now."
    ;;
--remove)
    remove
    echo "Encord Prediction Exporter is no longer in your applications menu."
    ;;
*)
    echo "usage: sh menu.sh [--remove]" >&2
    exit 2
    ;;
esac
