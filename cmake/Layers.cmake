# SPDX-License-Identifier: GPL-3.0-or-later
# Layers: one target per folder, whose sources can include their own folder and the layers they depend on, and nothing else.
# Each layer gets an include directory of its own that holds one link to its folder, so an include against the direction
# crypto <- model <- ui <- app does not compile ("no such file"). Only a path with ../ could slip through; tests/tidy refuses it.

# touchstone_layer(PATH DEPENDS layer… LIBS library… SOURCES file…) makes the static library PATH with / as _.
function(touchstone_layer path)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;LIBS;PRIVATE_LIBS;SOURCES")
    string(REPLACE "/" "_" name ${path})
    add_library(${name} STATIC ${arg_SOURCES})
    set(include ${CMAKE_BINARY_DIR}/layers/${name})
    get_filename_component(parent ${include}/${path} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${path} ${include}/${path} SYMBOLIC)
    target_include_directories(${name} PUBLIC ${include})
    set(depends "")
    foreach(dependency IN LISTS arg_DEPENDS)
        string(REPLACE "/" "_" dependency ${dependency})
        list(APPEND depends ${dependency})
    endforeach()
    target_link_libraries(${name} PUBLIC ${depends} ${arg_LIBS} PRIVATE touchstone_compiler ${arg_PRIVATE_LIBS})
endfunction()

# touchstone_program(NAME SOURCES file… LINK target…) makes an executable in build/<preset>/bin.
function(touchstone_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    # SQLCipher is inside the program and its symbols stay there: a SQLite from the environment cannot take their place. Those of
    # Clang's sanitizers, which are inside too, have to be seen.
    target_link_options(${name} PRIVATE $<$<NOT:$<BOOL:${TOUCHSTONE_FUZZ}>>:-Wl,--exclude-libs,ALL>)
    target_link_libraries(${name} PRIVATE ${arg_LINK} touchstone_compiler)
endfunction()

# touchstone_test(PATH LINK target… [SOURCES more…] [LABELS label…] [DISPLAY] [TIMEOUT seconds]) makes one test program from
# tests/PATH.cpp, named by PATH. DISPLAY runs it under an X server of its own, with a window manager.
function(touchstone_test path)
    cmake_parse_arguments(PARSE_ARGV 1 arg "DISPLAY;NETWORK" "TIMEOUT" "LINK;SOURCES;LABELS;ARGS")
    string(REPLACE "/" "_" name ${path})
    touchstone_program(${name} SOURCES ${CMAKE_SOURCE_DIR}/tests/${path}.cpp ${arg_SOURCES} LINK ${arg_LINK} Qt6::Test)
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/layers/tests)
    target_compile_definitions(${name} PRIVATE
        TEST_DATA_DIR="${CMAKE_SOURCE_DIR}/tests/data" RESOURCES_DIR="${CMAKE_SOURCE_DIR}/resources"
        PROGRAM_DIR="${CMAKE_BINARY_DIR}/bin")
    set(command ${name})
    if(arg_DISPLAY)
        set(command ${CMAKE_SOURCE_DIR}/tests/support/with_display.sh $<TARGET_FILE:${name}>)
    endif()
    if(arg_NETWORK)
        set(command ${CMAKE_SOURCE_DIR}/tests/support/in_network.sh $<TARGET_FILE:${name}>)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    # ThreadSanitizer is slow, and a busy machine slower: sim/test_sim did not end in 300 seconds there.
    if(TOUCHSTONE_SANITIZE MATCHES "thread")
        math(EXPR arg_TIMEOUT "3 * ${arg_TIMEOUT}")
    endif()
    # libxcb ends with a mutex that is locked, and the report of it never ended. Mutexes of ours are never destroyed by call.
    # Without a display of its own a test draws into memory: the machine that runs it may have none.
    set(platform "")
    if(NOT arg_DISPLAY)
        set(platform ";QT_QPA_PLATFORM=offscreen")
    endif()
    add_test(NAME ${path} COMMAND ${command} ${arg_ARGS})
    set_tests_properties(${path} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1;ASAN_OPTIONS=detect_leaks=1;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp:halt_on_error=1:report_destroy_locked=0${platform}")
endfunction()

file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/layers/tests)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/layers/tests/tests SYMBOLIC)
