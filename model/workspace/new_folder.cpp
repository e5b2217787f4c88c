// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/new_folder.h"

#include "crypto/digest.h"
#include "model/workspace/office_files.h"
#include "model/workspace/setup_rules.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace fs = std::filesystem;

namespace {

std::unexpected<Error> systemError(const Text& what, const fs::path& path) {
    return fail(Code::failed, model::fill({"{0}: {1}", "{0}：{1}"}, what, std::string(std::strerror(errno))),
                {"Check the disk and the permissions of the folder", "请检查磁盘空间和文件夹权限"}, path.string());
}

/// How the folders begin that stand beside this place while it is being made.
std::string prefixOf(const fs::path& place) {
    return ".touchstone-new-" + crypto::sha256(crypto::asBytes(place.filename().native())).hex().substr(0, 8) + "-";
}

/// A descriptor that holds the lock of a folder, or -1: somebody else has it, or there are no locks.
int lockFolder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    const int reason = errno;
    if (file >= 0) ::close(file);
    errno = reason;
    return -1;
}

/// What a killed process left: nobody holds its lock.
void sweep(const fs::path& around, const std::string& prefix) {
    std::error_code ignored;
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(around, ignored)) {
        if (entry.path().filename().native().starts_with(prefix)) left.push_back(entry.path());
    }
    for (const auto& folder : left) {
        const int lock = lockFolder(folder);
        if (lock < 0) continue;
        fs::remove_all(folder, ignored);
        ::close(lock);
    }
}

/// The store needs locks on files, and keeps what it writes from others by permissions.
Result<void> probe(const fs::path& folder) {
    struct stat info{};
    if (::stat(folder.c_str(), &info) != 0) return systemError({"The folder cannot be read", "文件夹无法读取"}, folder);
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(Code::failed, {"The file system lets others into this folder", "该文件系统允许他人进入此文件夹"},
                    {"Choose a folder on a disk that keeps permissions, such as ext4 or xfs",
                     "请选择支持权限的磁盘（如 ext4 或 xfs）上的文件夹"},
                    folder.parent_path().string());
    }
    const fs::path trial = folder / "lock";
    const int file = ::open(trial.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return systemError({"The folder cannot be written", "文件夹无法写入"}, folder);
    struct flock lock{};
    lock.l_type = F_WRLCK;
    const bool locks = ::fcntl(file, F_SETLK, &lock) == 0;
    const auto without = systemError({"The file system cannot lock files", "该文件系统不支持文件锁"}, folder);
    ::close(file);
    ::unlink(trial.c_str());
    if (!locks) return without;
    return {};
}

/// Makes the folders above the place that are missing.
Result<void> makeAbove(const fs::path& folder, std::vector<fs::path>& made) {
    std::error_code error;
    if (fs::exists(folder, error)) return {};
    TRY(makeAbove(folder.parent_path(), made));
    if (::mkdir(folder.c_str(), 0700) != 0) return systemError({"The folder cannot be made", "文件夹无法创建"}, folder);
    made.push_back(folder);
    return {};
}

/// Names in folders are as durable as files only once the folders are synced.
Result<void> syncTree(const fs::path& top) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(top, error)) {
        if (entry.is_directory(error)) TRY(syncFolder(entry.path()));
    }
    if (error) {
        return fail(Code::failed,
                    model::fill({"The folder cannot be read: {0}", "文件夹无法读取：{0}"}, error.message()), {},
                    top.string());
    }
    return syncFolder(top);
}

} // namespace

Result<NewFolder> NewFolder::begin(const fs::path& place) {
    TRY(checkNewFolder(place));
    // Links are followed now: a rename would put the folder where the link is.
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(place.has_filename() ? place : place.parent_path(), error);
    if (error) {
        return fail(Code::failed,
                    model::fill({"The folder cannot be found: {0}", "无法找到文件夹：{0}"}, error.message()), {},
                    place.string());
    }
    return beside(whole, prefixOf(whole));
}

Result<NewFolder> NewFolder::beginInside(const fs::path& place, const std::string& family) {
    return beside(place, ".touchstone-new-" + family + "-");
}

Result<NewFolder> NewFolder::beside(const fs::path& place, const std::string& prefix) {
    NewFolder folder;
    folder.m_place = place;
    const fs::path around = place.parent_path();
    TRY(makeAbove(around, folder.m_above));
    sweep(around, prefix);
    std::string name = (around / (prefix + "XXXXXX")).native();
    if (::mkdtemp(name.data()) == nullptr)
        return systemError({"A folder cannot be made here", "无法在此创建文件夹"}, around);
    folder.m_beside = name;
    folder.m_lock = lockFolder(folder.m_beside);
    if (folder.m_lock < 0) return systemError({"The file system cannot lock files", "该文件系统不支持文件锁"}, around);
    TRY(probe(folder.m_beside));
    return folder;
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : m_place(std::move(other.m_place)), m_beside(std::exchange(other.m_beside, {})),
      m_above(std::exchange(other.m_above, {})), m_lock(std::exchange(other.m_lock, -1)) {}

NewFolder::~NewFolder() { leave(); }

void NewFolder::leave() noexcept {
    std::error_code ignored;
    if (!m_beside.empty()) fs::remove_all(m_beside, ignored);
    if (m_lock >= 0) ::close(m_lock);
    m_lock = -1;
    // Only as far as they are empty: somebody else may have put something there.
    for (auto above = m_above.rbegin(); above != m_above.rend(); ++above) ::rmdir(above->c_str());
}

Result<void> NewFolder::finish() {
    TRY(syncTree(path()));
    // An empty folder at the place is replaced in the same step; one that has something in it by now is not.
    if (::rename(path().c_str(), m_place.c_str()) != 0)
        return systemError({"The folder cannot be put in its place", "文件夹无法就位"}, m_place);
    std::error_code ignored;
    fs::remove_all(m_beside, ignored);
    m_beside.clear();
    TRY(syncFolder(m_place.parent_path()));
    for (auto above = m_above.rbegin(); above != m_above.rend(); ++above) TRY(syncFolder(above->parent_path()));
    m_above.clear();
    return {};
}

} // namespace model
