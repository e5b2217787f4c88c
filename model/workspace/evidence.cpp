// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

namespace {

/// Which files of the case hold which bytes.
const EvidenceItem* withHash(const CaseState& state, const Digest& sha256) {
    const auto found = std::ranges::find_if(state.evidence, [&](const EvidenceItem& item) {
        return item.readable && item.sha256 == sha256 && !item.withdrawn;
    });
    return found == state.evidence.end() ? nullptr : &*found;
}

/// What the first bytes say a file is; the name is not believed.
std::string mediaTypeOf(const std::filesystem::path& path) {
    struct Magic {
        std::string_view bytes;
        std::string_view type;
    };
    static constexpr Magic kMagic[] = {{"%PDF-", "application/pdf"},
                                       {"\x89PNG\r\n\x1a\n", "image/png"},
                                       {"\xff\xd8\xff", "image/jpeg"},
                                       {"GIF8", "image/gif"},
                                       {"II*\0", "image/tiff"},
                                       {"MM\0*", "image/tiff"},
                                       {"PK\x03\x04", "application/zip"},
                                       {"MZ", "application/x-dosexec"},
                                       {"\x7f"
                                        "ELF",
                                        "application/x-elf"},
                                       {"\x1f\x8b", "application/gzip"},
                                       {"Rar!", "application/vnd.rar"},
                                       {"\xd0\xcf\x11\xe0", "application/x-ole-storage"},
                                       {"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"}};
    std::array<char, 16> head{};
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return "application/octet-stream";
    const auto got = ::read(fd, head.data(), head.size());
    ::close(fd);
    const std::string_view start(head.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    for (const auto& [bytes, type] : kMagic) {
        if (start.starts_with(bytes)) return std::string(type);
    }
    const bool text = std::ranges::all_of(
        start, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t'; });
    return text && !start.empty() ? "text/plain" : "application/octet-stream";
}

Instant modifiedAt(const std::filesystem::path& path) {
    struct ::stat status{};
    if (::stat(path.c_str(), &status) != 0) return {};
    return Instant{std::chrono::seconds{status.st_mtim.tv_sec} +
                   std::chrono::milliseconds{status.st_mtim.tv_nsec / 1'000'000}};
}

} // namespace

Result<std::vector<EvidenceOutcome>> Workspace::addEvidence(CaseId id, const std::vector<std::filesystem::path>& files,
                                                            const std::string& category, const std::string& medium,
                                                            const Progress& progress, std::stop_token stop,
                                                            const std::filesystem::path& home) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(auto loaded, parts.load(id));
    const auto definition = parts.definitionOf(loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    // Asked before any byte is read, so that nobody waits for a large file only to be refused.
    TRY(mayAddMaterial(*definition, loaded.state, parts.office, parts.person));
    std::uint64_t total = 0;
    for (const auto& file : files) {
        std::error_code error;
        const auto size = std::filesystem::file_size(file, error);
        if (!error) total += size;
    }
    std::vector<EvidenceOutcome> outcomes;
    std::uint64_t before = 0;
    for (const auto& file : files) {
        EvidenceOutcome outcome{file, {}, false, {}};
        if (stop.stop_requested()) {
            outcome.error = Error{Code::cancelled, {"Not taken in: cancelled", "已取消，未录入"}};
            outcomes.push_back(std::move(outcome));
            continue;
        }
        const auto key = crypto::Secret::random(32, *parts.random);
        const auto report = [&](std::uint64_t done, std::uint64_t) {
            if (progress) progress(before + done, total);
        };
        auto stored = parts.evidence.take(file, parts.officeFile.suite, key, report, stop);
        if (!stored) {
            outcome.error = std::move(stored.error());
            outcomes.push_back(std::move(outcome));
            continue;
        }
        before += stored->plainSize;
        if (const auto* const same = withHash(loaded.state, stored->sha256)) {
            (void)parts.evidence.erase(stored->address);
            outcome.item = same->id;
            outcome.duplicate = true;
            outcomes.push_back(std::move(outcome));
            continue;
        }
        EvidenceAdded body;
        parts.random->fill(body.item.bytes);
        body.address = stored->address;
        body.storedSize = stored->storedSize;
        body.category = category;
        body.name = file.filename().string();
        const auto place = home.empty() ? std::filesystem::absolute(file) : home / file.filename();
        body.source = (medium.empty() ? "" : medium + ": ") + place.string();
        body.mediaType = mediaTypeOf(file);
        body.size = stored->plainSize;
        body.sha256 = stored->sha256;
        body.modified = modifiedAt(file);
        body.itemKey.assign(key.view().begin(), key.view().end());
        auto said = parts.sayInCase(loaded, {body, {}, {}});
        if (said && !said->refused.empty()) said = std::unexpected(said->refused.front());
        if (!said) {
            // If it was saved and only the hub could not be asked, it waits and will be sealed: then the file is
            // needed.
            const auto met = parts.load(id);
            const bool waits = !met || std::ranges::contains(met->state.evidence, body.item, &EvidenceItem::id);
            if (!waits) (void)parts.evidence.erase(stored->address);
            outcome.error = std::move(said.error());
        } else {
            outcome.item = body.item;
            outcome.done = std::move(said->done);
            TRY_ASSIGN(loaded, parts.load(id));
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

Result<Receipt> Workspace::excludeEvidence(CaseId id, ItemId item, const std::string& reason) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    return m_parts->sayInCase(loaded, {EvidenceExcluded{item, reason}, {}, {}});
}

namespace {

Result<EvidenceItem> itemOf(const CaseState& state, ItemId id) {
    const auto found = std::ranges::find(state.evidence, id, &EvidenceItem::id);
    if (found == state.evidence.end())
        return fail(Code::notFound, {"There is no such piece of evidence in the case", "案中无此证据"}, {}, id.hex());
    if (!found->readable) return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"});
    return *found;
}

/// That an item's file is on this machine; if not, what cures that.
Result<void> needHere(const Workspace::Parts& parts, const EvidenceItem& item) {
    if (parts.evidence.has(item.address)) return {};
    auto error = notHereError(parts.address ? EvidencePlace::notHere : EvidencePlace::here);
    error.where = item.name;
    return std::unexpected(std::move(error));
}

} // namespace

Result<void> Workspace::exportEvidence(CaseId id, ItemId item, const std::filesystem::path& target,
                                       const Progress& progress, std::stop_token stop) {
    TRY_ASSIGN(const auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto found, itemOf(loaded.state, item));
    TRY(needHere(*m_parts, found));
    std::filesystem::path temporary = target;
    temporary += ".part";
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const auto failure = [&] {
        const std::string reason = std::strerror(errno);
        return fail(Code::failed, {"The file cannot be written: " + reason, "文件无法写入：" + reason}, {},
                    target.string());
    };
    if (fd < 0) return failure();
    std::uint64_t done = 0;
    auto read = m_parts->evidence.read(
        found.address, crypto::Secret(found.itemKey),
        [&](ByteView bytes) -> Result<void> {
            for (ByteView rest = bytes; !rest.empty();) {
                const auto written = ::write(fd, rest.data(), rest.size());
                if (written < 0 && errno == EINTR) continue;
                if (written < 0) return failure();
                rest = rest.subspan(static_cast<std::size_t>(written));
            }
            done += bytes.size();
            if (progress) progress(done, found.size);
            return {};
        },
        stop);
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (read && synced && ::rename(temporary.c_str(), target.c_str()) == 0) return {};
    const int reason = errno;
    ::unlink(temporary.c_str());
    errno = reason;
    if (!read) return read;
    return failure();
}

Result<void> Workspace::verifyEvidence(CaseId id, ItemId item, const Progress& progress, std::stop_token stop) {
    TRY_ASSIGN(const auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto found, itemOf(loaded.state, item));
    TRY(needHere(*m_parts, found));
    return m_parts->evidence.verify(found.address, crypto::Secret(found.itemKey), found.sha256, progress, stop);
}

} // namespace model
