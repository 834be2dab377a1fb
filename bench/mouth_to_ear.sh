#!/usr/bin/env bash
# From a sound at one visitor's microphone until it leaves at another's ears, on this machine.
set -euo pipefail
npx vitest run --config bench/browser/vitest.config.ts voice
