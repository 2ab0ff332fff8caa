#!/bin/sh
# The browser of the journeys: Debian's chromium where root may install it, else Playwright's own.
# Usage: install_browser.sh PLAYWRIGHT
set -eu

has_chromium() { command -v chromium >/dev/null 2>&1; }
has_cjk_fonts() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=ja)" ]; }

if has_chromium && has_cjk_fonts; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium and CJK fonts by apt …"
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig </dev/null >/dev/null; then
        exit 0
    fi
    echo "apt could not install them; trying Playwright's own chromium." >&2
fi
has_chromium || "$1" install chromium
