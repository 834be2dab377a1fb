#!/usr/bin/env bash
# A first visit over 20 Mbit/s, 40 ms and a four times slower processor: seconds until walking.
set -euo pipefail
npx vitest run --config bench/browser/vitest.config.ts first-visit
