// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/evidence_shelf.h"

#include <filesystem>
#include <functional>
#include <stop_token>

// The folder `evidence` of a hub (docs/formats.md, "A hub's folder"):
//   CASE/ADDRESS-PERSON           a whole copy: the sealed file that this person handed over
//   CASE/ADDRESS-PERSON.sums      its sum, and the SHA-256 of each of its parts, 32 bytes each
//   CASE/ADDRESS-PERSON.parts/    a copy that is being handed over
//     bytes                       the sealed file, with holes where parts are missing
//     sums                        as above; zeros where parts are missing, and for the sum
//   CASE/ADDRESS-PERSON.new-R     a copy of one part that is being handed over, R 16 digits by chance; its sums beside
//   it CASE/ADDRESS-PERSON.damaged   a copy that was set aside
// A part's digest is written after its bytes are durable, so it says that they are there; a power loss may take it, and
// then the part comes again. A copy gets its name by a rename or a link, which never replaces another. Nobody waits for
// a lock, so the folder may be on a network.

namespace model {

/// What came out of a look at every byte.
struct ShelfReport {
    struct Finding {
        std::string place; ///< under the folder
        Text what;
    };
    std::uint64_t copies = 0;  ///< whole ones
    std::uint64_t bytes = 0;   ///< of these
    std::uint64_t begun = 0;   ///< copies that are being handed over
    std::uint64_t missing = 0; ///< items of the record of which there is no whole copy that holds
    std::vector<Finding> findings;
};

class FolderShelf final : public EvidenceShelf {
public:
    struct Options {
        std::uint64_t keepFree = 1ULL << 30; ///< bytes of the disk that are left to the record and others
        /// Bytes that are free; nothing: the file system is asked.
        std::function<std::uint64_t(const std::filesystem::path&)> freeBytes = {};
    };

    /// The folder is made when something comes.
    FolderShelf(std::filesystem::path folder, Options options)
        : m_folder(std::move(folder)), m_options(std::move(options)) {}
    explicit FolderShelf(std::filesystem::path folder) : FolderShelf(std::move(folder), Options{}) {}

    Result<std::vector<EvidenceHeld>> held(std::span<const EvidenceOnRecord> items, PersonId asker) override;
    Result<bool> put(const EvidenceOnRecord& item, PersonId from, std::uint64_t part, crypto::ByteView bytes) override;
    Result<void> get(const EvidenceOnRecord& item, PersonId from, std::uint64_t part,
                     std::span<std::uint8_t> out) override;
    Result<int> sweep(Instant now) override;

    /// Reads every copy against its sums, and the folder against all items of the record. With `setAside`, copies that
    /// do not hold are renamed, so that desks hand them over again.
    Result<ShelfReport> check(std::span<const EvidenceOnRecord> record, bool setAside, const std::stop_token& stop);

private:
    [[nodiscard]] std::filesystem::path copyPath(const EvidenceName& name, PersonId from) const;
    [[nodiscard]] Result<void> checkRoom(std::uint64_t more) const;
    /// Begins a copy; its two files are there and durable afterwards.
    Result<void> begin(const EvidenceOnRecord& item, const std::filesystem::path& copy) const;
    Result<void> putPart(const EvidenceOnRecord& item, const std::filesystem::path& copy, std::uint64_t part,
                         crypto::ByteView bytes) const;
    [[nodiscard]] Result<bool> putAll(const EvidenceOnRecord& item, const std::filesystem::path& copy,
                                      crypto::ByteView bytes) const;
    /// Gives a copy its name if all parts are there. Whether it is whole. Any number may try at once.
    static Result<bool> finish(const EvidenceOnRecord& item, const std::filesystem::path& copy);

    std::filesystem::path m_folder;
    Options m_options;
};

} // namespace model
