// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/version.h"

#include <sqlcipher/sqlite3.h>

namespace model {

std::string storageVersion() {
    std::string cipher;
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "PRAGMA cipher_version", -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        if (const auto* text = sqlite3_column_text(statement, 0)) cipher = reinterpret_cast<const char*>(text);
    }
    sqlite3_finalize(statement);
    sqlite3_close_v2(db);
    return "SQLCipher " + (cipher.empty() ? std::string("none") : cipher) + ", SQLite " + sqlite3_libversion();
}

} // namespace model
