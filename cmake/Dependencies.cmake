# SPDX-License-Identifier: GPL-3.0-or-later
# What the project builds on. All of it is packaged for Debian 13.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Qt6 6.8 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Test DBus)
find_package(nlohmann_json 3.11 REQUIRED)
pkg_check_modules(botan REQUIRED IMPORTED_TARGET botan-3>=3.7)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(p11kit REQUIRED p11-kit-1)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq>=15)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
pkg_check_modules(libical REQUIRED IMPORTED_TARGET libical>=3.0)
pkg_check_modules(libqpdf REQUIRED IMPORTED_TARGET libqpdf>=12)
pkg_check_modules(minizip REQUIRED IMPORTED_TARGET minizip>=1.3.1)
pkg_check_modules(qrcodegen REQUIRED IMPORTED_TARGET qrcodegencpp)
find_package(OpenSSL 3 REQUIRED)
# Headers only: the server and the client of app/net need none of its libraries.
find_package(Boost 1.88 REQUIRED CONFIG)

# SQLCipher goes into each program as a static library. As a shared one it can lose its symbols to the plain SQLite that
# Botan's library brings along, and then PRAGMA key succeeds and the store is written in the clear.
find_library(SQLCIPHER_STATIC libsqlcipher.a REQUIRED)
find_path(SQLCIPHER_INCLUDE sqlcipher/sqlite3.h REQUIRED)
add_library(sqlcipher_static STATIC IMPORTED GLOBAL)
set_target_properties(sqlcipher_static PROPERTIES IMPORTED_LOCATION ${SQLCIPHER_STATIC}
    INTERFACE_INCLUDE_DIRECTORIES ${SQLCIPHER_INCLUDE}
    INTERFACE_COMPILE_DEFINITIONS SQLITE_HAS_CODEC
    INTERFACE_LINK_LIBRARIES "OpenSSL::Crypto;Threads::Threads;m;${CMAKE_DL_LIBS}")
