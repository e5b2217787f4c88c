// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database_impl.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kHeaderBytes = 16;
constexpr std::string_view kPlainHeader{"SQLite format 3\0", kHeaderBytes};
constexpr std::int64_t kLogLimitBytes = 64 * 1024 * 1024; // the log shrinks to this after a large transaction

Error noEncryption(const std::string& where) {
    return {Code::failed,
            {"This program was started with a SQLite that cannot encrypt. It will not store anything.",
             "本程序加载的 SQLite 不具备加密功能，为保护数据，拒绝存储任何内容。"},
            {"Install the program again from its package; do not preload or replace its libraries.",
             "请使用安装包重新安装本程序，勿预加载或替换其程序库。"},
            where,
            {}};
}

Error notEncrypted(const std::string& where) {
    return {Code::damaged,
            {"This file is not an encrypted store.", "该文件不是加密的数据库。"},
            {"Choose the right file, or restore the store from a backup.", "请选择正确的文件，或从备份恢复数据库。"},
            where,
            {}};
}

/// The key in the form that SQLCipher takes as it is, without deriving another one from it: x'64 hex digits'.
crypto::Secret rawKey(const crypto::Secret& key) {
    constexpr std::string_view digits = "0123456789abcdef";
    crypto::Secret text = crypto::Secret::ofSize(2 * kKeyBytes + 3);
    const auto out = text.mutableView();
    std::size_t at = 0;
    out[at++] = 'x';
    out[at++] = '\'';
    for (const std::uint8_t byte : key.view()) {
        out[at++] = static_cast<std::uint8_t>(digits[byte >> 4]);
        out[at++] = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    out[at] = '\'';
    return text;
}

/// Runs a query on a bare connection; gives the first column of its first row, if there is one.
int firstText(sqlite3* db, const char* sql, std::string& out) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    if (code != SQLITE_OK) return code;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        out = text ? text : "";
        code = SQLITE_OK;
    } else if (code == SQLITE_DONE) {
        code = SQLITE_OK;
    }
    const int closed = sqlite3_finalize(statement);
    return code == SQLITE_OK ? closed : code;
}

bool canEncrypt(sqlite3* db) {
    if (sqlite3_compileoption_used("HAS_CODEC") != 1) return false;
    std::string version;
    return firstText(db, "PRAGMA cipher_version", version) == SQLITE_OK && !version.empty();
}

} // namespace

// ---- opening

namespace {

int authorize(void* context, int action, const char* first, const char* second, const char*, const char*) {
    auto& impl = *static_cast<Database::Impl*>(context);
    const char* table = nullptr;
    switch (action) {
    case SQLITE_ATTACH: // VACUUM attaches a nameless file in memory; anything else could be one in the clear
        if (first && *first == '\0') return SQLITE_OK;
        impl.refusedTable = "ATTACH";
        return SQLITE_DENY;
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE: table = first; break;
    case SQLITE_ALTER_TABLE:
    case SQLITE_DROP_TEMP_TRIGGER:
    case SQLITE_DROP_TRIGGER: table = second; break;
    default: return SQLITE_OK;
    }
    if (!table || !impl.protectedTables.contains(table)) return SQLITE_OK;
    impl.refusedTable = table;
    return SQLITE_DENY;
}

std::string uriOf(const std::filesystem::path& path, bool immutable) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '/' || c == '-' || c == '_' || c == '.') uri += c;
        else (uri += '%').append({digits[byte >> 4], digits[byte & 15]});
    }
    return immutable ? uri + "?immutable=1" : uri;
}

/// Makes an empty file that only its owner can read, which SQLite then takes as a new store.
Result<void> makeFile(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
        return {};
    }
    const int reason = errno;
    if (reason == EEXIST) {
        return fail(Code::failed, {"There is already a file of this name.", "已存在同名文件。"},
                    {"Choose another place, or open what is there.", "请另选位置，或打开已有的数据库。"},
                    path.string());
    }
    return std::unexpected(systemError(reason, path.string()));
}

void removeFiles(const std::filesystem::path& path) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::remove(path.string() + suffix, ignored);
    }
}

} // namespace

int Database::Impl::connect(int flags, bool immutable) {
    const std::string uri = uriOf(path, immutable);
    const int code = sqlite3_open_v2(uri.c_str(), &db,
                                     flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code == SQLITE_OK) target->db = db;
    return code;
}

/// Gives the key and the page format; reads nothing yet.
int Database::Impl::unlock(const crypto::Secret& key, const PageProfile& pages) {
    const crypto::Secret text = rawKey(key);
    int code = sqlite3_key(db, text.view().data(), static_cast<int>(text.size()));
    if (code != SQLITE_OK) return code;
    // Wiping every piece of memory that SQLite frees makes it ten times slower and guards page contents only; the key
    // itself is wiped by SQLCipher always, and the process is neither dumped nor traced (crypto::hardenProcess).
    const std::string script = "PRAGMA cipher_memory_security=OFF; PRAGMA cipher_log_level=NONE;"
                               "PRAGMA cipher_page_size=" +
                               std::to_string(pages.pageBytes) +
                               ";"
                               "PRAGMA cipher_hmac_algorithm=HMAC_SHA256; PRAGMA temp_store=MEMORY;";
    code = sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr);
    sqlite3_busy_timeout(db, pages.busyTimeoutMs);
    return code;
}

/// Settings of a connection that hold for its life. The journal mode is written into a new file here.
int Database::Impl::configure(const PageProfile& pages, OpenMode mode) {
    int code = SQLITE_OK;
    const auto flag = [&](int option, int on) {
        if (code == SQLITE_OK) code = sqlite3_db_config(db, option, on, nullptr);
    };
    flag(SQLITE_DBCONFIG_DEFENSIVE, 1);
    flag(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    flag(SQLITE_DBCONFIG_ENABLE_FKEY, 1);
    flag(SQLITE_DBCONFIG_DQS_DML, 0); // a misspelt column must not pass for a text
    flag(SQLITE_DBCONFIG_DQS_DDL, 0);
    flag(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, mode == OpenMode::readOnly ? 1 : 0);
    if (code != SQLITE_OK) return code;
    // recursive_triggers: INSERT OR REPLACE must fire the delete triggers of protectTables().
    std::string script = "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA recursive_triggers=ON;"
                         "PRAGMA secure_delete=ON; PRAGMA cache_size=-" +
                         std::to_string(pages.cacheKib) + ";";
    if (mode == OpenMode::readOnly) return sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr);
    script += "PRAGMA synchronous=FULL; PRAGMA journal_size_limit=" + std::to_string(kLogLimitBytes) + ";";
    code = sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return code;
    std::string journal;
    code = firstText(db, "PRAGMA journal_mode=WAL", journal);
    if (code != SQLITE_OK) return code;
    return journal == "wal" ? SQLITE_OK : SQLITE_CANTOPEN;
}

/// The file is read through SQLite's own handle: opening it a second time and closing that would drop the locks that
/// other connections of this process hold on it (POSIX).
bool Database::Impl::headerIsPlain() const {
    sqlite3_file* file = nullptr;
    std::array<char, kHeaderBytes> header{};
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) != SQLITE_OK ||
        !file->pMethods)
        return true;
    if (file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0) != SQLITE_OK) return true;
    return std::string_view(header.data(), header.size()) == kPlainHeader;
}

std::int64_t Database::Impl::fileBytes() const {
    sqlite3_file* file = nullptr;
    sqlite3_int64 bytes = 0;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) != SQLITE_OK ||
        !file->pMethods)
        return 0;
    return file->pMethods->xFileSize(file, &bytes) == SQLITE_OK ? bytes : 0;
}

int Database::Impl::probe(int& version) {
    std::string text;
    int code = firstText(db, "SELECT count(*) FROM sqlite_schema", text);
    if (code == SQLITE_OK) code = firstText(db, "PRAGMA user_version", text);
    if (code == SQLITE_OK) std::from_chars(text.data(), text.data() + text.size(), version);
    return code;
}

namespace {

/// Looks at a store that exists, without being able to write: is it ours, whole, and of a version we know?
///
/// First as an immutable file, which leaves no trace at all; that view ignores the write-ahead log and locks, so where
/// there is a log (another connection is at work, or a crash left one) the ordinary read-only view is used.
Result<void> inspect(const std::filesystem::path& path, const crypto::Secret& key, const PageProfile& pages,
                     const OpenChecks& checks) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return fail(Code::notFound, {"There is no store here.", "此处没有数据库。"},
                        {"Check the path.", "请检查路径。"}, path.string());
        }
        return std::unexpected(systemError(errno, path.string()));
    }
    if (!S_ISREG(info.st_mode)) return std::unexpected(notEncrypted(path.string()));

    const std::string log = path.string() + "-wal";
    const auto hasLog = [&] {
        struct stat logInfo{};
        return ::stat(log.c_str(), &logInfo) == 0 && logInfo.st_size > 0;
    };
    for (const bool immutable : {true, false}) {
        if (immutable && hasLog()) continue;
        Database::Impl look;
        look.path = path;
        int code = look.connect(SQLITE_OPEN_READONLY, immutable);
        if (code != SQLITE_OK) return std::unexpected(look.error(code));
        if (look.headerIsPlain() || (!hasLog() && look.fileBytes() < pages.pageBytes)) {
            return std::unexpected(notEncrypted(path.string()));
        }
        if (!canEncrypt(look.db)) return std::unexpected(noEncryption(path.string()));
        code = look.unlock(key, pages);
        sqlite3_db_config(look.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        int version = 0;
        if (code == SQLITE_OK) code = look.probe(version);
        if (code != SQLITE_OK) {
            // Another process may have begun to write between the check and the read.
            if (immutable && hasLog()) continue;
            Error error = look.error(code);
            if ((code & 0xff) == SQLITE_NOTADB && !checks.keyVerified) {
                error = {Code::locked,
                         {"The key does not open this store.", "密钥无法打开该数据库。"},
                         {"Check the passphrase; if it is right, the store is damaged: restore it from a backup.",
                          "请检查口令；如口令无误，则数据库已损坏，请从备份恢复。"},
                         path.string(),
                         {}};
            }
            return std::unexpected(std::move(error));
        }
        const bool torn = look.fileBytes() % pages.pageBytes != 0 && !hasLog();
        if (torn) return std::unexpected(look.error(SQLITE_CORRUPT));
        if (version > checks.newestVersion) {
            return fail(
                Code::newer,
                model::fill(
                    {"This store was written by a newer version of the program (format {0}; this one knows {1}).",
                     "该数据库由更新版本的程序写入（格式 {0}，本程序支持到 {1}）。"},
                    std::to_string(version), std::to_string(checks.newestVersion)),
                {"Update this program.", "请升级本程序。"}, path.string());
        }
        return {};
    }
    return std::unexpected(databaseError(nullptr, SQLITE_BUSY, path.string()));
}

} // namespace

Result<Database> Database::open(const std::filesystem::path& path, const crypto::Secret& key, OpenMode mode,
                                const PageProfile& pages, const OpenChecks& checks) {
    crypto::require(key.size() == kKeyBytes, "a store key has 32 bytes");
    TRY(storageGuard());
    if (mode == OpenMode::create) TRY(makeFile(path));
    else TRY(inspect(path, key, pages, checks));

    auto impl = std::make_unique<Impl>();
    impl->path = path;
    int code = impl->connect(mode == OpenMode::readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, false);
    if (code == SQLITE_OK && !canEncrypt(impl->db)) {
        impl.reset();
        if (mode == OpenMode::create) removeFiles(path);
        return std::unexpected(noEncryption(path.string()));
    }
    if (code == SQLITE_OK) code = impl->unlock(key, pages);
    if (code == SQLITE_OK) code = impl->configure(pages, mode);
    int version = 0;
    if (code == SQLITE_OK) code = impl->probe(version);
    if (code == SQLITE_CANTOPEN && mode == OpenMode::readOnly) {
        // A store on read-only media without a log: nobody can write it, so it may be read as it stands.
        impl = std::make_unique<Impl>();
        impl->path = path;
        code = impl->connect(SQLITE_OPEN_READONLY, true);
        if (code == SQLITE_OK) code = impl->unlock(key, pages);
        if (code == SQLITE_OK) code = impl->configure(pages, mode);
        if (code == SQLITE_OK) code = impl->probe(version);
    }
    std::optional<Error> error;
    if (code != SQLITE_OK) error = impl->error(code);
    else if (impl->headerIsPlain()) error = noEncryption(path.string());
    else if (mode == OpenMode::create) error = syncDirectory(path.parent_path());
    if (error) {
        impl.reset();
        if (mode == OpenMode::create) removeFiles(path);
        return std::unexpected(*std::move(error));
    }
    sqlite3_set_authorizer(impl->db, authorize, impl.get());
    return Database(std::move(impl));
}

Result<void> storageGuard() {
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
    const bool fine = code == SQLITE_OK && canEncrypt(db);
    sqlite3_close_v2(db);
    if (!fine) return std::unexpected(noEncryption(""));
    return {};
}

} // namespace model
