# Compiler settings shared by every target of the project.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Asserts guard against a caller's mistake and stay on in every build (see kernel/base/assert.h).
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

# No fused multiply-add: positions and walk results must agree between machines and the browser.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                    -ffp-contract=off -fno-omit-frame-pointer)

set(YC_SANITIZE "" CACHE STRING "Sanitizers for the whole build: address;undefined or thread")
if(YC_SANITIZE)
  list(JOIN YC_SANITIZE "," _sanitizers)
  add_compile_options(-fsanitize=${_sanitizers} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${_sanitizers})
endif()

option(YC_FUZZ "Build fuzz targets with libFuzzer (needs clang)" OFF)
if(YC_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
