// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database_error.h"

#include <sqlcipher/sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace model {

namespace {

Error diskFull(const std::string& where) {
    return {Code::failed,
            {"The disk is full; nothing was stored.", "磁盘空间不足，未存储任何内容。"},
            {"Free some space and try again.", "请释放磁盘空间后重试。"},
            where,
            {}};
}

Error damaged(const std::string& where) {
    return {Code::damaged,
            {"This store is damaged: it is not what was written. Nothing was changed.",
             "数据库已损坏：内容与写入时不一致。未作任何更改。"},
            {"Restore it from a backup; keep the damaged file for examination.",
             "请从备份恢复，并保留损坏的文件以备检查。"},
            where,
            {}};
}

} // namespace

Error systemError(int reason, const std::string& where) {
    switch (reason) {
    case ENOSPC:
    case EDQUOT: return diskFull(where);
    case ENOENT:
    case ENOTDIR:
        return {
            Code::notFound, {"There is no such file.", "没有该文件。"}, {"Check the path.", "请检查路径。"}, where, {}};
    case EACCES:
    case EPERM:
    case EROFS:
        return {Code::failed,
                {"The file may not be opened or written.", "没有打开或写入该文件的权限。"},
                {"Check its owner and permissions.", "请检查文件的所有者和权限。"},
                where,
                {}};
    case EMFILE:
    case ENFILE:
        return {Code::failed,
                {"Too many open files.", "打开的文件过多。"},
                {"Close other programs.", "请关闭其他程序。"},
                where,
                {}};
    default: {
        const std::string words = std::strerror(reason); // single use, copied at once
        return {Code::failed,
                model::fill({"The file could not be read or written: {0}.", "文件读写失败：{0}。"}, words),
                {"Check the disk.", "请检查磁盘。"},
                where,
                {}};
    }
    }
}

Error databaseError(sqlite3* db, int code, const std::string& where) {
    const int reason = db ? sqlite3_system_errno(db) : 0;
    switch (code & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT: return damaged(where);
    case SQLITE_FULL: return diskFull(where);
    case SQLITE_IOERR:
        if (reason == ENOSPC || reason == EDQUOT) return diskFull(where);
        if (code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_DATA) return damaged(where);
        return systemError(reason != 0 ? reason : EIO, where);
    case SQLITE_CANTOPEN: return systemError(reason != 0 ? reason : EACCES, where);
    case SQLITE_READONLY:
        return {Code::failed,
                {"This store was opened for reading only.", "该数据库以只读方式打开。"},
                {"Close it and open it for writing.", "请关闭后以读写方式打开。"},
                where,
                {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {Code::failed,
                {"Another program is using this store.", "另一个程序正在使用该数据库。"},
                {"Close the other program, or wait and try again.", "请关闭另一个程序，或稍后重试。"},
                where,
                {}};
    case SQLITE_INTERRUPT: return {Code::cancelled, {"Stopped.", "已停止。"}, {}, where, {}};
    case SQLITE_AUTH:
        return {Code::refused,
                {"The record only grows: nothing in it can be changed or removed.", "记录只能追加，不能更改或删除。"},
                {"Add a new entry that corrects the old one.", "请追加一条更正记录。"},
                where,
                {}};
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_TRIGGER) return databaseError(db, SQLITE_AUTH, where);
        return {Code::failed,
                {"This entry contradicts one that is there already.", "该记录与已有记录冲突。"},
                {},
                where + (db ? std::string(": ") + sqlite3_errmsg(db) : ""),
                {}};
    case SQLITE_TOOBIG:
        return {Code::tooLarge, {"This value is too large to be stored.", "该内容过大，无法存储。"}, {}, where, {}};
    case SQLITE_NOMEM: return {Code::failed, {"There is not enough memory.", "内存不足。"}, {}, where, {}};
    default: {
        const std::string words = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
        return {
            Code::failed, model::fill({"The store gave an error: {0}.", "数据库报错：{0}。"}, words), {}, where, {}};
    }
    }
}

std::optional<Error> syncDirectory(const std::filesystem::path& directory) {
    const std::filesystem::path place = directory.empty() ? "." : directory;
    const int handle = ::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return systemError(errno, place.string());
    const int failure = ::fsync(handle) == 0 ? 0 : errno;
    ::close(handle);
    if (failure != 0 && failure != EINVAL) return systemError(failure, place.string()); // EINVAL: cannot be synced
    return std::nullopt;
}

} // namespace model
