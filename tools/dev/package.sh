# shellcheck shell=bash

version_of_project() {
  sed -n 's/^project(yuancheng VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt
}

# package_as VERSION PROGRAM: prints the path of the .deb.
package_as() {
  packaging/build-deb.sh "build/release/apps/yuancheng/$2" web/dist "$1" build/package
}

dev_package() {
  need_packages run package
  need_npm
  build_server
  build_web
  step "Build the package"
  package_as "$(version_of_project)" yuancheng
}

# Upgrade and rollback between this version and one that calls itself the next.
test_package() {
  local version old new
  version=$(version_of_project)
  build_server yuancheng yuancheng_next && old=$(package_as "$version" yuancheng) &&
    new=$(package_as "$version+next" yuancheng_next) && packaging/test-package.sh "$old" "$new"
}
