# shellcheck shell=bash
# Layout and rules: what needs no build of the server.

readonly kClangFormat=clang-format-14

cpp_files() {
  git ls-files -co --exclude-standard -- '*.h' '*.cpp'
}

shell_files() {
  git ls-files -co --exclude-standard -- dev .ci/run '*.sh' 'packaging/scripts/*'
}

dev_format() {
  need_packages run test
  need_npm
  cpp_files | xargs -r "$kClangFormat" -i
  npm run --silent format
}

lint_cpp_layout() {
  cpp_files | xargs -r "$kClangFormat" --dry-run -Werror
}

lint_shell() {
  shell_files | xargs -r shellcheck --external-sources
}

# lint_all: each of these counts as one test.
lint_all() {
  npm run --silent generate
  count rules node tools/check/check.mjs
  count eslint npm run --silent lint
  count types npm run --silent types
  count prettier npm run --silent format:check
  count clang-format lint_cpp_layout
  count shellcheck lint_shell
}

dev_lint() {
  need_packages run test
  need_npm
  lint_all
  report
}
