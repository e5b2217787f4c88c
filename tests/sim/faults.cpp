// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/faults.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::int64_t kSector = 512;
using Sector = std::array<char, kSector>;
using FileId = std::pair<dev_t, ino_t>;

/// What of a file is not durable yet.
struct Unsynced {
    int file = -1;           ///< a descriptor of our own. Never closed: closing it would drop SQLite's locks
    std::int64_t length = 0; ///< when it was last durable
    std::map<std::int64_t, Sector> sectors; ///< what they held then, by number
};

struct NewName {
    FileId directory;
    std::string from, to;
};

struct Shared {
    std::atomic<std::uint64_t> changes;
};

/// Shared with children, so that the parent can read how far a dead one came. Made before the first of them.
Shared* const shared =
    static_cast<Shared*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));

/// Guards everything below: evidence is written by a thread of its own.
std::recursive_mutex& lock() {
    static std::recursive_mutex mutex;
    return mutex;
}
using Held = std::lock_guard<std::recursive_mutex>;

bool counting = false;
std::uint64_t crashPoint = 0;
std::uint64_t state = 1;

std::map<FileId, Unsynced>& unsynced() {
    static std::map<FileId, Unsynced> files;
    return files;
}
std::vector<NewName>& newNames() {
    static std::vector<NewName> names;
    return names;
}

std::uint64_t draw() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state >> 11;
}

bool statusOf(int file, struct stat& info) { return syscall(SYS_fstat, file, &info) == 0; }
FileId idOf(const struct stat& info) { return {info.st_dev, info.st_ino}; }

void losePower() {
    for (auto& [id, file] : unsynced()) {
        struct stat info{};
        if (!statusOf(file.file, info)) continue;
        for (const auto& [number, before] : file.sectors) {
            if (draw() % 2) syscall(SYS_pwrite64, file.file, before.data(), std::size_t{kSector}, number * kSector);
        }
        const std::int64_t grown = info.st_size - file.length;
        const std::int64_t kept =
            grown > 0 ? file.length + static_cast<std::int64_t>(draw() % static_cast<std::uint64_t>(grown + 1))
                      : info.st_size;
        syscall(SYS_ftruncate, file.file, kept);
    }
    // The names in the order in which they would be lost: the last first, none without those after it.
    for (auto name = newNames().rbegin(); name != newNames().rend() && draw() % 2; ++name) {
        syscall(SYS_rename, name->to.c_str(), name->from.c_str());
    }
}

[[noreturn]] void die() {
    if (draw() % 3 != 0) losePower();
    for (;;) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

/// Counts a change; true if it is the one to die at.
bool isLast() { return counting && shared->changes.fetch_add(1) + 1 == crashPoint; }

/// Keeps what is about to be overwritten.
void remember(int file, std::int64_t offset, std::size_t size) {
    struct stat info{};
    if (!counting || crashPoint == 0 || size == 0 || !statusOf(file, info) || !S_ISREG(info.st_mode)) return;
    auto& kept = unsynced()[idOf(info)];
    if (kept.file < 0) {
        kept.file = static_cast<int>(syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, 512));
        if (kept.file < 0) std::abort(); // a crash that is not modelled would be a test that cannot fail
        kept.length = info.st_size;
    }
    for (auto number = offset / kSector; number * kSector < offset + static_cast<std::int64_t>(size); ++number) {
        if (kept.sectors.contains(number)) continue;
        Sector before{};
        // A descriptor that is open for writing only reads nothing: its file is new, and held nothing.
        syscall(SYS_pread64, file, before.data(), before.size(), number * kSector);
        kept.sectors.emplace(number, before);
    }
}

/// What a file holds now is durable.
void settled(int file) {
    struct stat info{};
    if (!counting || !statusOf(file, info)) return;
    if (S_ISDIR(info.st_mode))
        std::erase_if(newNames(), [&](const NewName& name) { return name.directory == idOf(info); });
    const auto found = unsynced().find(idOf(info));
    if (found == unsynced().end()) return;
    found->second.sectors.clear();
    found->second.length = info.st_size;
}

ssize_t writeAt(int file, const void* data, std::size_t size, off_t offset) {
    const Held held(lock());
    remember(file, offset, size);
    if (isLast()) {
        syscall(SYS_pwrite64, file, data, size == 0 ? 0 : draw() % (size + 1), offset);
        die();
    }
    return syscall(SYS_pwrite64, file, data, size, offset);
}

int syncOf(long call, int file) {
    const Held held(lock());
    if (isLast()) die();
    const auto result = static_cast<int>(syscall(call, file));
    if (result == 0) settled(file);
    return result;
}

} // namespace

namespace faults {

void crashAt(std::uint64_t at, std::uint64_t seed) {
    const Held held(lock());
    shared->changes = 0;
    unsynced().clear();
    newNames().clear();
    state = seed | 1;
    crashPoint = at;
    counting = true;
}

std::uint64_t changes() { return shared->changes; }

void tell(int pipe, const void* data, std::size_t size) { syscall(SYS_write, pipe, data, size); }

} // namespace faults

extern "C" {

ssize_t pwrite(int file, const void* data, std::size_t size, off_t offset) { return writeAt(file, data, size, offset); }
ssize_t pwrite64(int file, const void* data, std::size_t size, off64_t offset) {
    return writeAt(file, data, size, offset);
}
ssize_t write(int file, const void* data, std::size_t size) {
    struct stat info{};
    if (file <= 2 || !statusOf(file, info) || !S_ISREG(info.st_mode)) return syscall(SYS_write, file, data, size);
    const Held held(lock());
    remember(file, syscall(SYS_lseek, file, 0, SEEK_CUR), size);
    if (isLast()) {
        syscall(SYS_write, file, data, size == 0 ? 0 : draw() % (size + 1));
        die();
    }
    return syscall(SYS_write, file, data, size);
}
int fsync(int file) { return syncOf(SYS_fsync, file); }
int fdatasync(int file) { return syncOf(SYS_fdatasync, file); }
int ftruncate(int file, off_t length) noexcept {
    const Held held(lock());
    if (isLast()) die();
    struct stat info{};
    if (statusOf(file, info)) {
        // A cut is taken for durable, as in a file system that keeps a journal of names and lengths.
        const auto found = unsynced().find(idOf(info));
        if (found != unsynced().end() && length < found->second.length) found->second.length = length;
        if (found != unsynced().end())
            std::erase_if(found->second.sectors, [&](const auto& one) { return one.first * kSector >= length; });
    }
    return static_cast<int>(syscall(SYS_ftruncate, file, length));
}
int ftruncate64(int file, off64_t length) noexcept { return ftruncate(file, length); }
int rename(const char* from, const char* to) noexcept {
    const Held held(lock());
    if (isLast()) die();
    struct stat info{};
    const bool replaces = syscall(SYS_newfstatat, AT_FDCWD, to, &info, 0) == 0;
    const auto result = static_cast<int>(syscall(SYS_rename, from, to));
    const auto directory = std::filesystem::path(to).parent_path();
    if (result == 0 && counting && !replaces && syscall(SYS_newfstatat, AT_FDCWD, directory.c_str(), &info, 0) == 0) {
        newNames().push_back({idOf(info), from, to});
    }
    return result;
}
int unlink(const char* path) noexcept {
    const Held held(lock());
    if (isLast()) die();
    return static_cast<int>(syscall(SYS_unlink, path));
}

} // extern "C"
