# SPDX-License-Identifier: GPL-3.0-or-later
# How every source is compiled: the language, the warnings (all errors), the sanitizers of the preset, and hardening.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(TOUCHSTONE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize")
option(TOUCHSTONE_FUZZ "Coverage for libFuzzer; needs Clang" OFF)
option(TOUCHSTONE_HARDEN "Link-time optimisation and hardening" OFF)

add_library(touchstone_compiler INTERFACE)
target_compile_options(touchstone_compiler INTERFACE
    -Wall -Wextra -Wconversion -Wshadow -Werror -fno-strict-overflow
    # Debug information for stack traces only: full information doubles the build time and the cache.
    $<$<CONFIG:Debug>:-O1 -g1>)

if(TOUCHSTONE_SANITIZE)
    target_compile_options(touchstone_compiler INTERFACE
        -fsanitize=${TOUCHSTONE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(touchstone_compiler INTERFACE -fsanitize=${TOUCHSTONE_SANITIZE})
endif()

if(TOUCHSTONE_FUZZ)
    # The other compiler warns of other things; the one that the programs are built with is asked in every other build.
    target_compile_options(touchstone_compiler INTERFACE -fsanitize=fuzzer-no-link -Wno-error)
endif()

if(TOUCHSTONE_HARDEN)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    target_compile_definitions(touchstone_compiler INTERFACE _FORTIFY_SOURCE=3 _GLIBCXX_ASSERTIONS)
    target_compile_options(touchstone_compiler INTERFACE
        -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero
        $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-fcf-protection=full>)
    target_link_options(touchstone_compiler INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack -pie -flto=auto
        # GCC 14 takes the memory of a vector that was reserved and then appended to for another one, once both are inlined
        # at link time.
        -Wno-free-nonheap-object -Wno-stringop-overflow)
endif()
