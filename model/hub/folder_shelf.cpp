// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/folder_shelf.h"

#include "crypto/random.h"
#include "model/store/database_error.h"
#include "model/store/open_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDigest = sizeof(Digest::bytes);
constexpr std::string_view kSums = ".sums", kParts = ".parts", kDamaged = ".damaged", kNew = ".new-";

/// A name in a case's folder, taken apart.
struct ShelfName {
    Digest address{};
    PersonId from;
    std::string_view end; ///< empty for a whole copy
};

std::optional<ShelfName> readName(std::string_view name) {
    constexpr std::size_t kAddressDigits = 64, kPersonDigits = 32, kWhole = kAddressDigits + 1 + kPersonDigits;
    if (name.size() < kWhole || name[kAddressDigits] != '-') return std::nullopt;
    const auto address = Digest::fromHex(name.substr(0, kAddressDigits));
    const auto from = PersonId::fromHex(name.substr(kAddressDigits + 1, kPersonDigits));
    if (!address || !from) return std::nullopt;
    return ShelfName{*address, *from, name.substr(kWhole)};
}

fs::path with(const fs::path& copy, std::string_view end) { return fs::path(copy).concat(end); }
fs::path bytesOf(const fs::path& copy) { return with(copy, kParts) / "bytes"; }
fs::path sumsOf(const fs::path& copy) { return with(copy, kParts) / "sums"; }

bool isFile(const fs::path& path) {
    struct stat info{};
    return ::lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::unexpected<Error> system(const fs::path& path) { return std::unexpected(systemError(errno, path.string())); }

Result<void> sync(const fs::path& folder) {
    if (auto error = syncDirectory(folder)) return std::unexpected(*std::move(error));
    return {};
}

/// Makes a folder for its owner only, unless it is there; its name is durable afterwards.
Result<void> makeFolder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) return sync(folder.parent_path());
    if (errno != EEXIST) return system(folder);
    return {};
}

bool isWhole(const fs::path& copy) { return isFile(copy) && isFile(with(copy, kSums)); }

/// What somebody began anew who did not see that others had just come to the end of it.
void dropParts(const fs::path& copy) {
    if (::unlink(bytesOf(copy).c_str()) != 0 && errno == ENOENT) return;
    (void)::unlink(sumsOf(copy).c_str());
    (void)::rmdir(with(copy, kParts).c_str());
}

/// A rename of what somebody else may just have renamed: then it is at its place.
Result<void> moveTo(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) == 0 || (errno == ENOENT && isFile(to))) return {};
    return system(to);
}

/// The digests of a copy: its sum, then those of its parts. Short where the file is.
Result<std::vector<Digest>> readSums(const fs::path& path, std::uint64_t parts) {
    TRY_ASSIGN(const auto file, OpenFile::open(path, OpenFile::How::read));
    std::vector<Digest> all(static_cast<std::size_t>(parts) + 1);
    static_assert(sizeof(Digest) == kDigest);
    TRY_ASSIGN(const auto got,
               file.readAt(0, std::span(reinterpret_cast<std::uint8_t*>(all.data()), all.size() * kDigest)));
    if (got < all.size() * kDigest)
        std::fill(all.begin() + static_cast<std::ptrdiff_t>(got / kDigest), all.end(), Digest{});
    return all;
}

Digest sumOf(std::span<const Digest> parts) {
    PartSums sums;
    for (const auto& one : parts) sums.add(one);
    return sums.finish();
}

std::vector<PartRange> missingAmong(std::span<const Digest> parts) {
    std::vector<PartRange> ranges;
    for (std::uint64_t i = 0; i < parts.size(); ++i) {
        if (parts[i] != Digest{}) continue;
        if (!ranges.empty() && ranges.back().first + ranges.back().count == i) {
            ++ranges.back().count;
        } else {
            if (ranges.size() == kRangesLimit) break;
            ranges.push_back({i, 1});
        }
    }
    return ranges;
}

Result<void> checkPart(const EvidenceOnRecord& item, std::uint64_t part, std::size_t size) {
    if (partsOf(item.size) > kPartsLimit) {
        return fail(Code::tooLarge, {"The sealed file is over the limit of 4 TiB", "密封文件超过 4 TiB 上限"},
                    {"Divide it into several items", "请拆分为多件证据"});
    }
    if (size != 0 && size == partSize(item.size, part)) return {};
    return fail(Code::malformed, {"The item has no such part", "该证据没有这一部分"},
                {"Update the older of both programs", "请更新双方中较旧的程序"});
}

/// The whole copies in a case's folder, by address; those of people, not their contents.
Result<std::map<Digest, std::vector<PersonId>>> copiesIn(const fs::path& folder) {
    std::map<Digest, std::vector<PersonId>> copies;
    std::error_code error;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        const auto read = readName(name);
        if (read && read->end.empty()) copies[read->address].push_back(read->from);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return std::unexpected(systemError(error.value(), folder.string()));
    return copies;
}

} // namespace

fs::path FolderShelf::copyPath(const EvidenceName& name, PersonId from) const {
    return m_folder / name.caseId.hex() / (name.address.hex() + "-" + from.hex());
}

Result<void> FolderShelf::checkRoom(std::uint64_t more) const {
    const std::uint64_t free = m_options.freeBytes ? m_options.freeBytes(m_folder) : freeBytesAt(m_folder);
    if (free >= m_options.keepFree && free - m_options.keepFree >= more) return {};
    return fail(
        Code::failed, {"The hub has no room for it", "服务器存储空间不足"},
        {"It is tried again by itself; who runs the hub has to make room", "系统会自动重试；请服务器管理人员腾出空间"},
        m_folder.string());
}

Result<bool> FolderShelf::finish(const EvidenceOnRecord& item, const fs::path& copy) {
    const auto parts = partsOf(item.size);
    if (isWhole(copy)) {
        dropParts(copy);
        return true;
    }
    // The file may have its name already, and its sums not: then somebody stopped in between.
    const auto sums = readSums(sumsOf(copy), parts);
    if (!sums) {
        if (sums.error().code == Code::notFound) return isWhole(copy);
        return std::unexpected(sums.error());
    }
    const auto digests = std::span(*sums).subspan(1);
    if (std::ranges::contains(digests, Digest{})) return false;
    {
        const auto file = OpenFile::open(sumsOf(copy), OpenFile::How::write, isOnNetwork(copy.parent_path()));
        if (file) {
            TRY(file->writeAt(0, sumOf(digests).view()));
            TRY(file->sync());
        } else if (file.error().code != Code::notFound) {
            return std::unexpected(file.error());
        }
    }
    TRY(moveTo(bytesOf(copy), copy));
    TRY(moveTo(sumsOf(copy), with(copy, kSums)));
    TRY(sync(copy.parent_path()));
    (void)::rmdir(with(copy, kParts).c_str()); // not while somebody is in it; the sweep comes by
    return true;
}

Result<std::vector<EvidenceHeld>> FolderShelf::held(std::span<const EvidenceOnRecord> items, PersonId asker) {
    std::map<CaseId, std::map<Digest, std::vector<PersonId>>> folders;
    std::vector<EvidenceHeld> out;
    for (const auto& item : items) {
        EvidenceHeld held;
        const auto parts = partsOf(item.size);
        if (parts == 0 || parts > kPartsLimit) {
            out.push_back(std::move(held));
            continue;
        }
        const auto own = copyPath(item.name, asker);
        TRY_ASSIGN(const bool whole, finish(item, own));
        auto folder = folders.find(item.name.caseId);
        if (folder == folders.end()) {
            TRY_ASSIGN(auto copies, copiesIn(own.parent_path()));
            folder = folders.emplace(item.name.caseId, std::move(copies)).first;
        }
        std::vector<PersonId> people = folder->second[item.name.address];
        if (whole && !std::ranges::contains(people, asker)) people.push_back(asker);
        std::ranges::sort(people, {}, [&](PersonId one) { return std::pair(one != item.author, one); });
        for (const auto person : people) {
            const auto sums = readSums(with(copyPath(item.name, person), kSums), 0);
            if (sums && sums->front() != Digest{} && held.copies.size() < kCopiesLimit)
                held.copies.push_back({person, sums->front()});
        }
        if (!whole) {
            auto begun = readSums(sumsOf(own), parts);
            if (!begun && begun.error().code != Code::notFound) return std::unexpected(begun.error());
            if (begun) held.missing = missingAmong(std::span(*begun).subspan(1));
            else held.missing = {{0, parts}};
        }
        out.push_back(std::move(held));
    }
    return out;
}

Result<void> FolderShelf::begin(const EvidenceOnRecord& item, const fs::path& copy) const {
    const auto folder = with(copy, kParts);
    if (isFile(bytesOf(copy)) && isFile(sumsOf(copy))) return {};
    if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST) return system(m_folder);
    TRY(checkRoom(item.size));
    TRY(makeFolder(copy.parent_path()));
    TRY(makeFolder(folder));
    // No sums without their file.
    if (!isFile(bytesOf(copy)) && ::unlink(sumsOf(copy).c_str()) != 0 && errno != ENOENT) return system(sumsOf(copy));
    TRY_ASSIGN(const auto bytes, OpenFile::open(bytesOf(copy), OpenFile::How::create));
    TRY_ASSIGN(const auto sums, OpenFile::open(sumsOf(copy), OpenFile::How::create));
    return sync(folder);
}

/// A copy of one part, as most are: under names of its own until it is whole.
Result<bool> FolderShelf::putAll(const EvidenceOnRecord& item, const fs::path& copy, crypto::ByteView bytes) const {
    if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST) return system(m_folder);
    TRY(checkRoom(item.size));
    TRY(makeFolder(copy.parent_path()));
    std::array<std::uint8_t, 8> chance{};
    crypto::systemRandom()->fill(chance); // a name nobody else takes; nothing depends on it
    const auto fresh = with(copy, std::string(kNew) + crypto::toHex(chance)), freshSums = with(fresh, kSums);
    const auto write = [](const fs::path& path, crypto::ByteView content) -> Result<void> {
        TRY_ASSIGN(const auto file, OpenFile::open(path, OpenFile::How::begin));
        TRY(file.writePastCache(0, content));
        return file.sync();
    };
    const auto all = [&]() -> Result<void> {
        const std::array<Digest, 1> parts = {crypto::sha256(bytes)};
        crypto::Bytes sums = crypto::toBytes(sumOf(parts).view());
        crypto::append(sums, parts.front().view());
        TRY(write(fresh, bytes));
        TRY(write(freshSums, sums));
        TRY(moveTo(freshSums, with(copy, kSums)));
        // Not a rename: what has the name already stays.
        if (::link(fresh.c_str(), copy.c_str()) != 0 && errno != EEXIST) return system(copy);
        return sync(copy.parent_path());
    };
    auto done = all();
    (void)::unlink(fresh.c_str());
    (void)::unlink(freshSums.c_str());
    if (!done) return std::unexpected(std::move(done).error());
    return true;
}

Result<bool> FolderShelf::put(const EvidenceOnRecord& item, PersonId from, std::uint64_t part, crypto::ByteView bytes) {
    TRY(checkPart(item, part, bytes.size()));
    const auto copy = copyPath(item.name, from);
    // Whoever comes to the end of it at the same time takes the files from under the others: then it is whole, or it is
    // begun once more.
    constexpr int kTries = 5;
    for (int i = 1;; ++i) {
        TRY_ASSIGN(const bool whole, finish(item, copy));
        if (whole) return true;
        // A file without its sums is not known to be anything. Looked at in this order, because who finishes moves the
        // file and then the sums.
        if (isFile(copy) && !isFile(sumsOf(copy)) && !isFile(with(copy, kSums))) {
            if (::rename(copy.c_str(), with(copy, kDamaged).c_str()) != 0 && errno != ENOENT) return system(copy);
        }
        if (partsOf(item.size) == 1) return putAll(item, copy, bytes);
        const auto written = putPart(item, copy, part, bytes);
        if (written) return finish(item, copy);
        if (written.error().code != Code::notFound || i == kTries) return std::unexpected(written.error());
    }
}

/// Code::notFound if somebody took the files away meanwhile.
Result<void> FolderShelf::putPart(const EvidenceOnRecord& item, const fs::path& copy, std::uint64_t part,
                                  crypto::ByteView bytes) const {
    TRY(begin(item, copy));
    TRY(checkRoom(bytes.size()));
    TRY_ASSIGN(const auto file, OpenFile::open(bytesOf(copy), OpenFile::How::write));
    TRY_ASSIGN(const auto sums, OpenFile::open(sumsOf(copy), OpenFile::How::write, isOnNetwork(m_folder)));
    const std::uint64_t at = (part + 1) * kDigest;
    Digest there;
    TRY_ASSIGN(const auto got, sums.readAt(at, there.bytes));
    if (got >= kDigest && there != Digest{}) return {};
    TRY(file.writePastCache(part * kPartBytes, bytes));
    TRY(file.sync());
    return sums.writeAt(at, crypto::sha256(bytes).view());
}

Result<void> FolderShelf::get(const EvidenceOnRecord& item, PersonId from, std::uint64_t part,
                              std::span<std::uint8_t> out) {
    TRY(checkPart(item, part, out.size()));
    const auto copy = copyPath(item.name, from);
    const auto file = OpenFile::open(copy, OpenFile::How::read);
    if (!file) {
        if (file.error().code != Code::notFound) return std::unexpected(file.error());
        return fail(Code::notFound, {"The hub does not have this file", "服务器上没有该文件"},
                    {"Whoever took it in has to exchange with the hub first", "请存入者先与服务器同步"});
    }
    TRY_ASSIGN(const auto got, file->readAt(part * kPartBytes, out));
    if (got == out.size()) return {};
    return fail(Code::damaged, {"The hub's copy of this file is cut short", "服务器上的该文件不完整"},
                {"Who runs the hub should run touchstone-hub check", "请服务器管理人员运行 touchstone-hub check"},
                copy.string());
}

Result<int> FolderShelf::sweep(Instant now) {
    int removed = 0;
    std::error_code error;
    for (fs::directory_iterator it(m_folder, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code inside; // a case that cannot be read now is looked at the next time
        for (fs::directory_iterator one(it->path(), inside); !inside && one != fs::directory_iterator();
             one.increment(inside)) {
            const std::string name = one->path().filename().string();
            const auto read = readName(name);
            struct stat info{};
            if (!read || (read->end != kParts && !read->end.starts_with(kNew))) continue;
            // Every part that comes changes the sums.
            if (::stat((one->path() / "sums").c_str(), &info) != 0 && ::stat(one->path().c_str(), &info) != 0) continue;
            const Instant changed{std::chrono::seconds(info.st_mtim.tv_sec)};
            std::error_code failed;
            if (now - changed > kAbandonedAfter && fs::remove_all(one->path(), failed) > 0 && !failed) ++removed;
        }
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return std::unexpected(systemError(error.value(), m_folder.string()));
    return removed;
}

namespace {

/// One look through the folder.
class ShelfCheck {
public:
    ShelfCheck(fs::path folder, std::span<const EvidenceOnRecord> record, bool setAside, const std::stop_token& stop)
        : m_folder(std::move(folder)), m_setAside(setAside), m_stop(stop) {
        for (const auto& item : record) m_record.emplace(item.name, &item);
    }

    Result<ShelfReport> run() {
        TRY(eachIn(m_folder, [&](const fs::path& path) -> Result<void> {
            const auto id = CaseId::fromHex(path.filename().string());
            std::error_code error;
            if (!id || !fs::is_directory(path, error)) {
                stray(path);
                return {};
            }
            return eachIn(path, [&](const fs::path& one) { return entry(*id, one); });
        }));
        m_report.missing = m_record.size() - m_there.size();
        return std::move(m_report);
    }

private:
    template <class Each>
    Result<void> eachIn(const fs::path& folder, const Each& each) {
        std::vector<fs::path> paths;
        std::error_code error;
        for (fs::directory_iterator it(folder, error); !error && it != fs::directory_iterator(); it.increment(error))
            paths.push_back(it->path());
        if (error && error != std::errc::no_such_file_or_directory)
            return std::unexpected(systemError(error.value(), folder.string()));
        std::ranges::sort(paths);
        for (const auto& path : paths) TRY(each(path));
        return {};
    }

    void finding(const fs::path& path, Text what) {
        m_report.findings.push_back({path.lexically_relative(m_folder).string(), std::move(what)});
    }
    void stray(const fs::path& path) {
        finding(path, {"This belongs to nothing that the record names", "该文件不属于记录中的任何证据"});
    }

    Result<void> entry(CaseId id, const fs::path& path) {
        const std::string name = path.filename().string();
        const auto read = readName(name);
        const auto item = read ? m_record.find({id, read->address}) : m_record.end();
        if (item == m_record.end()) {
            stray(path);
            return {};
        }
        if (read->end.empty()) return copy(*item->second, path);
        if (read->end == kParts || read->end.starts_with(kNew)) ++m_report.begun;
        else if (read->end == kDamaged) finding(path, {"This copy was set aside", "该副本已被隔离"});
        else if (read->end != kSums) stray(path);
        else if (!isFile(path.parent_path() / name.substr(0, name.size() - kSums.size())))
            finding(path, {"Sums without their file", "有校验值而无文件"});
        return {};
    }

    Result<void> copy(const EvidenceOnRecord& item, const fs::path& path) {
        TRY_ASSIGN(const bool holds, holdsItsSums(item, path));
        if (holds) {
            ++m_report.copies;
            m_report.bytes += item.size;
            m_there.insert(item.name);
            return {};
        }
        finding(path, {"This copy is not what was handed over", "该副本与移交时不一致"});
        if (!m_setAside) return {};
        if (::rename(path.c_str(), with(path, kDamaged).c_str()) != 0) return system(path);
        if (::unlink(with(path, kSums).c_str()) != 0 && errno != ENOENT) return system(path);
        return sync(path.parent_path());
    }

    Result<bool> holdsItsSums(const EvidenceOnRecord& item, const fs::path& path) {
        const auto parts = partsOf(item.size);
        TRY_ASSIGN(const auto file, OpenFile::open(path, OpenFile::How::read));
        TRY_ASSIGN(const auto size, file.size());
        const auto sums = parts <= kPartsLimit ? readSums(with(path, kSums), parts) : std::vector<Digest>{};
        if (!sums || sums->empty() || size != item.size) return false;
        const auto digests = std::span(*sums).subspan(1);
        if (sums->front() != sumOf(digests)) return false;
        for (std::uint64_t part = 0; part < parts; ++part) {
            if (m_stop.stop_requested()) return fail(Code::cancelled, {"The check was stopped", "核对已停止"});
            m_buffer.resize(static_cast<std::size_t>(partSize(size, part)));
            TRY_ASSIGN(const auto got, file.readAt(part * kPartBytes, m_buffer));
            if (got != m_buffer.size() || crypto::sha256(m_buffer) != digests[static_cast<std::size_t>(part)])
                return false;
        }
        return true;
    }

    fs::path m_folder;
    bool m_setAside;
    const std::stop_token& m_stop;
    std::map<EvidenceName, const EvidenceOnRecord*> m_record;
    std::set<EvidenceName> m_there;
    crypto::Bytes m_buffer;
    ShelfReport m_report;
};

} // namespace

Result<ShelfReport> FolderShelf::check(std::span<const EvidenceOnRecord> record, bool setAside,
                                       const std::stop_token& stop) {
    return ShelfCheck(m_folder, record, setAside, stop).run();
}

} // namespace model
