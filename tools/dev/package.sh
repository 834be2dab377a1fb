# shellcheck shell=bash

version_of_project() {
  sed -n 's/^project(yuancheng VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt
}

# package_as VERSION: prints the path of the .deb.
package_as() {
  packaging/build-deb.sh build/release/apps/yuancheng/yuancheng web/dist "$1" build/package
}

dev_package() {
  need_packages run package
  need_npm
  build_server
  build_web
  step "Build the package"
  package_as "$(version_of_project)"
}

# Upgrade and rollback between this version and a later one made of the same tree.
test_package() {
  local version old new
  version=$(version_of_project)
  old=$(package_as "$version") && new=$(package_as "$version+next") &&
    packaging/test-package.sh "$old" "$new"
}
