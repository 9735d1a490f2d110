# Language level, warnings and sanitizers for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()

add_library(linktender_compiler INTERFACE)
target_compile_options(linktender_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wformat=2
  -fstack-protector-strong
  # Designated initialisers leave members at their defaults on purpose.
  -Wno-missing-field-initializers)
if(LINKTENDER_WERROR)
  target_compile_options(linktender_compiler INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports null dereferences and overreads inside libstdc++ and Catch2 that are not there.
  target_compile_options(linktender_compiler INTERFACE -Wno-null-dereference -Wno-restrict)
endif()
if(LINKTENDER_SANITIZE)
  target_compile_options(linktender_compiler INTERFACE
    -fsanitize=${LINKTENDER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(linktender_compiler INTERFACE -fsanitize=${LINKTENDER_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With sanitizers GCC 12 takes members of standard containers for uninitialised; the plain build checks it.
    target_compile_options(linktender_compiler INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
