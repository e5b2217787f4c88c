# SPDX-License-Identifier: GPL-3.0-or-later
# touchstone_embed(TARGET NAME FILE) puts a file of resources/ into TARGET as `std::string_view model::resource::NAME()`,
# declared in "embedded/NAME.h". A program that carries its law with it cannot be handed another one by a file beside it.
function(touchstone_embed target name file)
    set(folder ${CMAKE_BINARY_DIR}/embedded/${target})
    set(source ${folder}/embedded/${name}.cpp)
    file(MAKE_DIRECTORY ${folder}/embedded)
    file(WRITE ${folder}/embedded/${name}.h.in
"#pragma once
#include <string_view>
namespace model::resource { std::string_view ${name}(); }
")
    configure_file(${folder}/embedded/${name}.h.in ${folder}/embedded/${name}.h COPYONLY)
    set(absolute ${CMAKE_SOURCE_DIR}/${file})
    add_custom_command(OUTPUT ${source}
        COMMAND ${CMAKE_COMMAND} -DINPUT=${absolute} -DOUTPUT=${source} -DNAME=${name}
                -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
        DEPENDS ${absolute} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake VERBATIM)
    target_sources(${target} PRIVATE ${source})
    target_include_directories(${target} PRIVATE ${folder})
endfunction()
