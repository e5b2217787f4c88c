# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed beside the programs, and the Debian package made of it. cmake/portable.sh makes the portable archive from
# the same tree. resources/package/files.txt lists the whole tree, and a test holds it against what is installed.
# GNUInstallDirs is included before the programs, whose own install() rules stand with them.
set(package_in ${CMAKE_SOURCE_DIR}/resources/package)
set(package_out ${CMAKE_BINARY_DIR}/package)
# The host is one that is reserved for examples: whoever publishes the program names their own here.
set(package_maintainer "Touchstone maintainers <maintainers@touchstone.example>")
set(package_homepage https://touchstone.example/)

# --- the desktop --------------------------------------------------------------------------------------------------

set(exec touchstone)
configure_file(${package_in}/desktop.in ${package_out}/${TOUCHSTONE_APP_ID}.desktop @ONLY)
install(FILES ${package_out}/${TOUCHSTONE_APP_ID}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${package_in}/icon.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
    RENAME ${TOUCHSTONE_APP_ID}.svg)
install(FILES ${package_in}/mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages
    RENAME ${TOUCHSTONE_APP_ID}.xml)

# --- the server ------------------------------------------------------------------------------------------------------

install(FILES ${package_in}/touchstone-hub.service DESTINATION lib/systemd/system)

# --- what the command line prints about itself ---------------------------------------------------------------------

foreach(shell bash zsh fish)
    set(script ${package_out}/completion.${shell})
    add_custom_command(OUTPUT ${script} COMMAND touchstonectl --lang en completion ${shell} > ${script}
        DEPENDS touchstonectl VERBATIM)
    list(APPEND package_made ${script})
endforeach()
foreach(language en zh)
    set(page ${package_out}/touchstonectl.${language}.1)
    add_custom_command(OUTPUT ${page} COMMAND touchstonectl --lang ${language} manual > ${page}
        DEPENDS touchstonectl VERBATIM)
    list(APPEND package_made ${page})
endforeach()
add_custom_target(package_files ALL DEPENDS ${package_made})
install(FILES ${package_out}/completion.bash RENAME touchstonectl
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${package_out}/completion.zsh RENAME _touchstonectl
    DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${package_out}/completion.fish RENAME touchstonectl.fish
    DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# --- what is written anew with each installation: its day is that of SOURCE_DATE_EPOCH, and gzip keeps no time ------

find_program(GZIP gzip REQUIRED)
install(FILES ${package_in}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(CODE "
    set(source [[${CMAKE_SOURCE_DIR}]])
    set(made [[${package_out}]])
    set(bin \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
    set(man \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}\")
    set(doc \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}\")
    set(metainfo \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/metainfo\")
    set(GZIP [[${GZIP}]])
    set(STRIP [[${CMAKE_STRIP}]])
    set(TOUCHSTONE_APP_ID [[${TOUCHSTONE_APP_ID}]])
    set(maintainer [[${package_maintainer}]])
    set(homepage [[${package_homepage}]])
    include(\"\${source}/cmake/InstallDocuments.cmake\")")

# --- the Debian package --------------------------------------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME touchstone)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${package_maintainer})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "case file of an export-control enforcement bureau")
set(CPACK_PACKAGE_DESCRIPTION "Touchstone takes a case from the report to the penalty decision. Every step is
signed by the person who takes it and chained to the one before, so that it can
be proved later to someone who trusts neither the bureau's server nor its
staff. It works without a network, and all it keeps on a machine is encrypted.
.
This package has the desk (touchstone), the command line (touchstonectl) and
the server (touchstone-hub), in English and Chinese.")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${package_homepage})
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Beside the libraries, which dpkg-shlibdeps finds: without the SVG reader every icon is missing, and without a Chinese font no
# decision can be written. What is recommended is missed only by some: Qt's own few words in Chinese, the Latin letters that
# the windows are drawn for, sessions without X11, and the library through which keys on tokens are found.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "qt6-svg-plugins, fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-core, libp11-kit0, qt6-translations-l10n, qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fcitx5-frontend-qt6, opensc-pkcs11")
include(CPack)
