// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/evidence_store.h"

#include "crypto/pipeline.h"
#include "crypto/random.h"
#include "model/store/evidence_arrival.h"
#include "model/store/database_error.h"
#include "model/store/sealed_file.h"
#include "model/store/sealed_layout.h"
#include "model/store/whole_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace {

constexpr std::string_view kTemporary = "incoming-";
constexpr unsigned kBuffers = 8; // 2 MiB each: enough for four workers, and the whole stays under 40 MB

Error cancelled() {
    return {Code::cancelled, {"Stopped; nothing was taken in.", "已停止，未存入任何内容。"}, {}, {}, {}};
}

/// An open file, closed when it ends.
class Handle {
public:
    explicit Handle(int file) : m_file(file) {}
    Handle(Handle&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    Handle& operator=(Handle&&) = delete;
    ~Handle() {
        if (m_file >= 0) ::close(m_file);
    }
    int get() const { return m_file; }

private:
    int m_file;
};

/// Holds the directory against a sweep (shared) or for one (exclusive), also between processes.
std::optional<Handle> lockDirectory(const std::filesystem::path& directory, int how) {
    Handle handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.get() < 0) return std::nullopt;
    int result = 0;
    do result = ::flock(handle.get(), how);
    while (result != 0 && errno == EINTR);
    if (result != 0) return std::nullopt;
    return handle;
}

std::string temporaryName() {
    std::array<std::uint8_t, 16> bytes{};
    crypto::systemRandom()->fill(bytes); // a name nobody else takes; nothing depends on it
    return std::string(kTemporary) + crypto::toHex(bytes);
}

bool isTemporary(const std::string& name) {
    constexpr std::size_t digits = 32;
    return name.size() == kTemporary.size() + digits && name.starts_with(kTemporary) &&
           name.find_first_not_of("0123456789abcdef", kTemporary.size()) == std::string::npos;
}

/// Whether nobody has written to it for as long as a fetch may rest.
bool isOld(const std::filesystem::path& path, Instant now) {
    constexpr std::chrono::hours kRest{30 * 24};
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && now - Instant{std::chrono::seconds(info.st_mtim.tv_sec)} > kRest;
}

Result<void> checkSpace(const std::filesystem::path& directory, std::uint64_t size) {
    struct statvfs info{};
    if (::statvfs(directory.c_str(), &info) != 0) return {}; // then the writing will tell
    SealedLayout layout;
    layout.plainSize = size;
    if (static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize >= layout.fileSize()) return {};
    return std::unexpected(systemError(ENOSPC, directory.string()));
}

/// Writes what comes after the chunks.
Result<void> appendEnd(SealedFile& file, crypto::ChunkSealer& sealer, const SealedLayout& layout) {
    crypto::Bytes sealed;
    const crypto::Bytes zeros(layout.paddingSize() > 0 ? layout.chunkSize : 0);
    std::uint64_t left = layout.paddingSize();
    for (std::uint64_t block = 0; left > 0; ++block) {
        sealer.seal(SealedLayout::kPaddingIndex + block, false, zeros, sealed);
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, sealed.size()));
        TRY(file.append(crypto::ByteView(sealed).first(count)));
        left -= count;
    }
    crypto::Bytes footer;
    crypto::appendU64(footer, layout.plainSize);
    sealer.seal(SealedLayout::kFooterIndex, true, footer, sealed);
    return file.append(sealed);
}

Error changedWhileRead(const std::string& where) {
    return {Code::failed,
            {"The file changed while it was read; it was not taken in.", "读取过程中文件发生了变化，未存入。"},
            {"Close the program that writes it, and add it again.", "请关闭正在写入该文件的程序后重新添加。"},
            where,
            {}};
}

bool sameState(const struct stat& a, const struct stat& b) {
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

} // namespace

Result<EvidenceStore> EvidenceStore::open(const std::filesystem::path& directory) {
    if (::mkdir(directory.c_str(), 0700) != 0) {
        if (errno != EEXIST) return std::unexpected(systemError(errno, directory.string()));
    } else if (auto error = syncDirectory(directory.parent_path())) {
        return std::unexpected(*std::move(error));
    }
    const int handle = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return std::unexpected(systemError(errno, directory.string()));
    ::close(handle);
    return EvidenceStore(directory);
}

std::filesystem::path EvidenceStore::pathOf(const crypto::Digest& address) const { return m_directory / address.hex(); }

Result<StoredItem> EvidenceStore::take(const std::filesystem::path& source, crypto::Suite suite,
                                       const crypto::Secret& itemKey, const Progress& progress,
                                       std::stop_token stop) const {
    const std::string where = source.string();
    const Handle file(::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) return std::unexpected(systemError(errno, where));
    struct stat before{};
    if (::fstat(file.get(), &before) != 0) return std::unexpected(systemError(errno, where));
    if (!S_ISREG(before.st_mode)) {
        return fail(Code::usage, {"Only files can be taken in as evidence.", "只能存入文件作为证据。"},
                    {"To add a folder, pack it into an archive first.", "如需存入文件夹，请先打包成压缩文件。"}, where);
    }
    (void)::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    const Source read = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        while (true) {
            const ssize_t got = ::read(file.get(), out.data(), out.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return std::unexpected(systemError(errno, where));
        }
    };
    const auto size = static_cast<std::uint64_t>(before.st_size);
    bool changed = false;
    // Checked at the end of the reading, before the item gets its name.
    const Source checked = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        auto got = read(out);
        if (got && *got == 0) {
            struct stat after{};
            changed = ::fstat(file.get(), &after) != 0 || !sameState(before, after) ||
                      ::lseek(file.get(), 0, SEEK_CUR) != before.st_size;
            if (changed) return std::unexpected(changedWhileRead(where));
        }
        return got;
    };
    return take(checked, size, suite, itemKey, progress, std::move(stop));
}

Result<StoredItem> EvidenceStore::take(const Source& source, std::uint64_t expectedSize, crypto::Suite suite,
                                       const crypto::Secret& itemKey, const Progress& progress,
                                       std::stop_token stop) const {
    TRY(checkSpace(m_directory, expectedSize));
    const auto lock = lockDirectory(m_directory, LOCK_SH);
    if (!lock) return std::unexpected(systemError(errno, m_directory.string()));
    TRY_ASSIGN(const auto file, SealedFile::create(m_directory, temporaryName()));
    TRY(file->append(sealedHeader(suite, SealedLayout::kChunkSize)));

    // What went wrong in the callbacks, in our own words; the pipeline only carries that something did. They run on two
    // threads, so there are two.
    std::optional<Error> sourceError, sinkError;
    crypto::SealOptions options;
    options.chunkSize = SealedLayout::kChunkSize;
    options.buffers = kBuffers;
    crypto::SealPipeline pipeline(suite, itemKey, options);
    const auto sealed = pipeline.run(
        [&](std::span<std::uint8_t> out) -> crypto::Result<std::size_t> {
            auto got = source(out);
            if (got) return *got;
            sourceError = std::move(got.error());
            return std::unexpected(crypto::Fault::malformed);
        },
        [&](std::uint64_t, bool, crypto::ByteView chunk) -> crypto::Result<void> {
            auto done = file->append(chunk);
            if (done) return {};
            sinkError = std::move(done.error());
            return std::unexpected(crypto::Fault::malformed);
        },
        stop,
        [&](std::uint64_t done) {
            if (progress) progress(done, expectedSize);
        });
    if (!sealed) {
        if (sourceError) return std::unexpected(*std::move(sourceError));
        if (sinkError) return std::unexpected(*std::move(sinkError));
        if (stop.stop_requested()) return std::unexpected(cancelled());
        return std::unexpected(systemError(ENOMEM, m_directory.string()));
    }
    SealedLayout layout;
    layout.plainSize = sealed->plainBytes;
    crypto::ChunkSealer sealer(suite, itemKey);
    TRY(appendEnd(*file, sealer, layout));
    if (stop.stop_requested()) return std::unexpected(cancelled());
    TRY(file->finish(sealed->address.hex()));
    return StoredItem{sealed->address, sealed->plainBytes, file->size(), layout.chunkSize, sealed->plainSha256};
}

Result<void> EvidenceStore::read(const crypto::Digest& address, const crypto::Secret& itemKey, const Sink& sink,
                                 std::stop_token stop) const {
    TRY_ASSIGN(auto reader, SealedReader::open(pathOf(address), itemKey));
    for (std::uint64_t index = 0; index < reader.layout().chunks(); ++index) {
        if (stop.stop_requested()) return std::unexpected(cancelled());
        TRY_ASSIGN(const auto plain, reader.chunk(index));
        TRY(sink(plain));
    }
    return {};
}

Result<void> EvidenceStore::verify(const crypto::Digest& address, const crypto::Secret& itemKey,
                                   const crypto::Digest& expectedSha256, const Progress& progress,
                                   std::stop_token stop) const {
    return verifyFile(pathOf(address), address, itemKey, expectedSha256, progress, stop);
}

Result<void> EvidenceStore::verifyFile(const std::filesystem::path& path, const crypto::Digest& address,
                                       const crypto::Secret& itemKey, const crypto::Digest& expectedSha256,
                                       const Progress& progress, const std::stop_token& stop) {
    TRY_ASSIGN(auto reader, SealedReader::open(path, itemKey));
    crypto::Hasher plainHash = crypto::Hasher::sha256();
    crypto::ChunkList list(reader.suite());
    std::uint64_t done = 0;
    for (std::uint64_t index = 0; index < reader.layout().chunks(); ++index) {
        if (stop.stop_requested()) return std::unexpected(cancelled());
        TRY_ASSIGN(const auto plain, reader.chunk(index));
        plainHash.update(plain);
        list.add(reader.sealed());
        done += plain.size();
        if (progress) progress(done, reader.layout().plainSize);
    }
    TRY(reader.checkPadding());
    const bool same = plainHash.finish() == expectedSha256;
    if (same && list.address() == address) return {};
    return fail(Code::damaged,
                {"This piece of evidence is sound in itself, but is not the one that was signed.",
                 "该证据本身完好，但不是已签名的那一份。"},
                {"Fetch it again from a backup or from another desk.", "请从备份或其他终端重新获取。"},
                path.string() + (same ? ": address" : ": SHA-256"));
}

bool EvidenceStore::has(const crypto::Digest& address) const {
    struct stat info{};
    return ::stat(pathOf(address).c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

namespace {

std::filesystem::path standingOf(const std::filesystem::path& item) {
    return std::filesystem::path(item).concat(".sum");
}

} // namespace

std::optional<EvidenceStore::Standing> EvidenceStore::standing(const crypto::Digest& address) const {
    constexpr std::size_t kSize = 33; // the sum, and 1 if the hub had it
    const auto bytes = readWhole(standingOf(pathOf(address)), kSize);
    if (!bytes || bytes->size() != kSize) return std::nullopt;
    return Standing{*crypto::Digest::fromBytes(crypto::ByteView(*bytes).first(kSize - 1)), bytes->back() == 1};
}

Result<void> EvidenceStore::remember(const crypto::Digest& address, const Standing& standing) const {
    crypto::Bytes bytes = crypto::toBytes(standing.sum.view());
    bytes.push_back(standing.onHub ? 1 : 0);
    return writeWhole(standingOf(pathOf(address)), bytes);
}

Result<std::vector<EvidenceStore::Entry>> EvidenceStore::list() const {
    std::vector<Entry> entries;
    std::error_code error;
    std::filesystem::directory_iterator it(m_directory, error);
    for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
        const auto address = crypto::Digest::fromHex(it->path().filename().string());
        std::error_code gone; // removed meanwhile: then it is not in the list
        const auto size = address ? it->file_size(gone) : 0;
        if (address && !gone) entries.push_back({*address, size});
    }
    if (error) return std::unexpected(systemError(error.value(), m_directory.string()));
    std::ranges::sort(entries, {}, &Entry::address);
    return entries;
}

Result<void> EvidenceStore::erase(const crypto::Digest& address) const {
    (void)::unlink(standingOf(pathOf(address)).c_str());
    if (::unlink(pathOf(address).c_str()) != 0) return std::unexpected(systemError(errno, pathOf(address).string()));
    if (auto error = syncDirectory(m_directory)) return std::unexpected(*std::move(error));
    return {};
}

Result<int> EvidenceStore::sweep(std::optional<Instant> now) const {
    const auto lock = lockDirectory(m_directory, LOCK_EX | LOCK_NB);
    if (!lock) return 0;
    std::vector<std::filesystem::path> leftovers;
    std::error_code error;
    std::filesystem::directory_iterator it(m_directory, error);
    for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (isTemporary(name) || (now && name.starts_with(kArriving) && isOld(it->path(), *now)))
            leftovers.push_back(it->path());
    }
    if (error) return std::unexpected(systemError(error.value(), m_directory.string()));
    int removed = 0;
    for (const auto& path : leftovers) {
        if (::unlink(path.c_str()) == 0) ++removed;
    }
    return removed;
}

} // namespace model
