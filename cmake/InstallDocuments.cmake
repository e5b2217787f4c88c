# SPDX-License-Identifier: GPL-3.0-or-later
# A part of `cmake --install` (cmake/Package.cmake sets the variables): the man pages and the changelog as Debian wants them,
# the AppStream file with the releases that CHANGELOG.md tells, and the last of the stripping.
function(write_compressed from to)
    get_filename_component(folder ${to} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    message(STATUS "Installing: ${to}")
    execute_process(COMMAND ${GZIP} -9nc INPUT_FILE ${from} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

write_compressed(${source}/docs/touchstone.1 ${man}/man1/touchstone.1.gz)
write_compressed(${source}/docs/touchstone-hub.1 ${man}/man1/touchstone-hub.1.gz)
write_compressed(${source}/docs/touchstone.zh_CN.1 ${man}/zh_CN/man1/touchstone.1.gz)
write_compressed(${made}/touchstonectl.en.1 ${man}/man1/touchstonectl.1.gz)
write_compressed(${made}/touchstonectl.zh.1 ${man}/zh_CN/man1/touchstonectl.1.gz)

execute_process(COMMAND ${source}/cmake/changelog.sh debian touchstone ${maintainer}
    INPUT_FILE ${source}/CHANGELOG.md OUTPUT_FILE ${made}/changelog COMMAND_ERROR_IS_FATAL ANY)
write_compressed(${made}/changelog ${doc}/changelog.gz)

execute_process(COMMAND ${source}/cmake/changelog.sh appstream
    INPUT_FILE ${source}/CHANGELOG.md OUTPUT_VARIABLE releases COMMAND_ERROR_IS_FATAL ANY)
# The developer's id is the reversed host of the program's.
string(TOLOWER ${TOUCHSTONE_APP_ID} developer_id)
string(REGEX REPLACE "\\.[^.]*$" "" developer_id ${developer_id})
message(STATUS "Installing: ${metainfo}/${TOUCHSTONE_APP_ID}.metainfo.xml")
configure_file(${source}/resources/package/metainfo.xml.in ${metainfo}/${TOUCHSTONE_APP_ID}.metainfo.xml @ONLY)

# `strip` alone leaves the names of the compiler and what only linkers read.
if(CMAKE_INSTALL_DO_STRIP)
    execute_process(COMMAND ${STRIP} --remove-section=.comment --remove-section=.note ${bin}/touchstone ${bin}/touchstonectl
            ${bin}/touchstone-hub
        COMMAND_ERROR_IS_FATAL ANY)
endif()
