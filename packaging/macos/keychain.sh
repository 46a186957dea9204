#!/bin/sh
# Puts the signing certificate into a keychain of its own, for a build on a machine that is thrown away afterwards.
#
#   MACOS_CERTIFICATE           the certificate with its key (.p12), in base64
#   MACOS_CERTIFICATE_PASSWORD  what protects it
#
# Neither is printed, nor stays in a file. Not for a desk: it makes this keychain the first one to be searched.
set -eu
: "${MACOS_CERTIFICATE:?}" "${MACOS_CERTIFICATE_PASSWORD:?}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
keychain=$HOME/Library/Keychains/signing.keychain-db
password=$(openssl rand -base64 32)

printf '%s' "$MACOS_CERTIFICATE" | base64 --decode >"$folder/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$folder/certificate.p12" -k "$keychain" -P "$MACOS_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
# Without this codesign asks in a window, which nobody sees.
security set-key-partition-list -S apple-tool:,apple:,codesign: -s -k "$password" "$keychain" >/dev/null
# shellcheck disable=SC2046  # one word a keychain
security list-keychains -d user -s "$keychain" $(security list-keychains -d user | tr -d '"')
