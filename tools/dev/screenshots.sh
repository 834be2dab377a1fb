# shellcheck shell=bash

# dev_screenshots [NAME...]: remakes the pictures in docs/img, or only these.
dev_screenshots() {
  need_packages run test
  need_npm
  build_server
  build_web
  bake_city build/browser-data
  step "Take the pictures"
  PICTURES=$(IFS=, && printf '%s' "$*") npx vitest run --config tools/pictures/vitest.config.ts
}
