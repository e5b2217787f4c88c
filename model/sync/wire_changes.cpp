// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/merkle.h"
#include "model/sync/wire_entries.h"

namespace model::wire {

namespace {

constexpr std::uint64_t kChangesItems = 9;
constexpr std::uint64_t kCommitItems = 4;
constexpr std::uint64_t kEntryItems = 5;

/// Writes what is new for one person.
class ChangesWriter {
public:
    ChangesWriter(const Changes& changes, crypto::Suite suite)
        : m_changes(changes), m_suite(suite), m_entries(changes.acts, suite) {}

    Result<Bytes> write() {
        if (m_changes.entries.size() > kEntryLimit || m_changes.histories.size() > kEntryLimit ||
            m_changes.commits.size() > kCommitLimit)
            return overLimit();
        TRY(surveyCommits());
        TRY(surveyHistories());
        TRY(surveyPlaces());
        TRY(m_entries.survey(m_changes.entries));

        beginMessage(m_out, kChangesItems);
        writeSuite(m_out, m_suite);
        m_out.bytes(m_changes.base.view()).unsignedInt(m_first);
        writeCommits();
        m_out.array(m_changes.histories.size());
        for (const auto& owed : m_changes.histories) {
            m_out.array(2);
            m_cases.write(m_out, owed.caseId);
            m_out.unsignedInt(owed.upTo);
        }
        m_entries.writeActs(m_out);
        m_out.array(m_changes.entries.size());
        for (std::size_t i = 0; i < m_changes.entries.size(); ++i) writeEntry(i);
        m_out.boolean(m_changes.more);
        if (m_out.view().size() > kAnswerLimit) return overLimit();
        return std::move(m_out).take();
    }

private:
    Result<void> surveyCommits() {
        const auto& commits = m_changes.commits;
        if (m_changes.last && (!commits.empty() || *m_changes.last >= kNumberLimit)) return disagree("last");
        m_first = m_changes.last ? *m_changes.last + 1 : commits.empty() ? 0 : commits.front().commit.number;
        Digest previous = m_changes.base;
        for (std::size_t i = 0; i < commits.size(); ++i) {
            const auto& [commit, links] = commits[i];
            if (commit.suite != m_suite || commit.number == 0 || commit.number != m_first + i ||
                commit.number > kNumberLimit || commit.previous != previous || links.empty() ||
                commit.count != links.size() || commit.count > kCommitLinkLimit ||
                commit.signature.size() != crypto::kSignatureSize || encodeCommit(commit) != commit.bytes)
                return disagree("commit " + std::to_string(commit.number));
            previous = commit.hash;
        }
        m_met.resize(commits.size());
        return {};
    }

    Result<void> surveyHistories() const {
        std::set<CaseId> cases;
        for (const auto& [caseId, upTo] : m_changes.histories) {
            if (upTo == 0 || upTo > kNumberLimit || !cases.insert(caseId).second) return disagree(caseId.hex());
        }
        return {};
    }

    Result<void> surveyPlaces() {
        const auto& commits = m_changes.commits;
        std::size_t at = 0;
        std::uint64_t due = 0; // index in that commit
        for (const auto& entry : m_changes.entries) {
            std::uint64_t skipped = 0;
            for (; at < commits.size() && commits[at].commit.number != entry.commit; ++at, due = 0)
                skipped += commits[at].links.size() - due;
            m_hashes.push_back(linkHash(m_suite, entry.link));
            if (at == commits.size() || entry.commitIndex < due || entry.commitIndex >= commits[at].links.size() ||
                commits[at].links[static_cast<std::size_t>(entry.commitIndex)] != m_hashes.back())
                return disagree(entry.link.event.hex());
            m_skipped.push_back(skipped + entry.commitIndex - due);
            m_met[at].insert(entry.commitIndex);
            due = entry.commitIndex + 1;
        }
        return {};
    }

    void writeCommits() {
        m_out.array(m_changes.commits.size());
        Instant last{};
        for (std::size_t i = 0; i < m_changes.commits.size(); ++i) {
            const auto& [commit, links] = m_changes.commits[i];
            m_out.array(kCommitItems);
            writeSince(m_out, commit.time, last);
            last = commit.time;
            m_out.bytes(commit.signature);
            writeRow(m_out, links, m_met[i]);
        }
    }

    void writeEntry(std::size_t i) {
        const Entry& entry = m_changes.entries[i];
        const Link& link = entry.link;
        m_out.array(kEntryItems).unsignedInt(m_skipped[i]);
        m_cases.write(m_out, link.caseId);
        const Seen due = m_entries.due(link.caseId);
        if (link.seq == due.seq + 1 && link.previous == due.link) m_out.null();
        else m_out.array(2).unsignedInt(link.seq).bytes(link.previous.view());
        writeSince(m_out, link.time, m_changes.commits[static_cast<std::size_t>(entry.commit - m_first)].commit.time);
        m_entries.writeEvent(m_out, entry, m_hashes[i]);
    }

    const Changes& m_changes;
    crypto::Suite m_suite;
    EntryWriter m_entries;
    CborWriter m_out;
    std::uint64_t m_first = 0;                  ///< number of the first commit
    std::vector<std::set<std::uint64_t>> m_met; ///< for each commit, indexes of the links whose entries are here
    std::vector<Digest> m_hashes;               ///< of the entries' links
    std::vector<std::uint64_t> m_skipped;       ///< links before each entry that have none
    CaseNames m_cases;
};

/// Reads it by the same rules.
class ChangesReader {
public:
    ChangesReader(const CborReader& in, crypto::Suite suite) : m_in(in), m_suite(suite), m_entries(suite) {}

    Result<Changes> read() {
        m_changes.base = readDigest(m_in);
        m_first = readNumber(m_in);
        readCommits();
        readHistories();
        m_entries.readActs(m_in);
        const auto entries = m_in.array(kEntryLimit);
        for (std::uint64_t i = 0; i < entries && m_in.ok(); ++i) readEntry();
        m_changes.more = m_in.boolean();
        completeCommits();
        m_changes.acts = m_entries.complete(m_in, m_changes.entries);
        TRY(m_in.finish("answer with changes"));
        return std::move(m_changes);
    }

private:
    void readCommits() {
        const auto count = m_in.array(kCommitLimit);
        if (count > 0 && m_first == 0) m_in.fault("commits without a number");
        if (count == 0 && m_first > 0) m_changes.last = m_first - 1;
        if (m_first + count > kNumberLimit + 1) m_in.fault("number out of range");
        Instant last{};
        for (std::uint64_t i = 0; i < count && m_in.ok(); ++i) {
            m_in.arrayOf(kCommitItems);
            StoredCommit stored;
            stored.commit.time = last = readSince(m_in, last);
            stored.commit.signature = crypto::toBytes(m_in.bytesOf(crypto::kSignatureSize));
            m_rows.emplace_back().read(m_in, kCommitLinkLimit);
            m_changes.commits.push_back(std::move(stored));
        }
    }

    void readHistories() {
        const auto count = m_in.array(kEntryLimit);
        std::set<CaseId> cases;
        for (std::uint64_t i = 0; i < count && m_in.ok(); ++i) {
            m_in.arrayOf(2);
            const auto id = m_cases.read(m_in);
            const auto upTo = readNumber(m_in);
            if (upTo == 0) m_in.fault("number of no link");
            if (!cases.insert(id).second) m_in.fault("the same history twice");
            m_changes.histories.push_back({id, upTo});
        }
    }

    void readEntry() {
        Entry entry;
        Link& link = entry.link;
        m_in.arrayOf(kEntryItems);
        const auto at = readPlace(entry);
        if (!at) return;
        link.caseId = m_cases.read(m_in);
        readBefore(link);
        link.time = readSince(m_in, m_changes.commits[*at].commit.time);
        const auto hash = m_entries.readEvent(m_in, entry);
        if (!m_in.ok()) return;
        m_rows[*at].meet(m_in, entry.commitIndex, hash);
        m_changes.entries.push_back(std::move(entry));
    }

    /// Which of the commits here an entry is in; nothing with a fault.
    std::optional<std::size_t> readPlace(Entry& entry) {
        auto skipped = readNumber(m_in);
        for (; m_at < m_rows.size() && skipped >= m_rows[m_at].count() - m_due; ++m_at, m_due = 0)
            skipped -= m_rows[m_at].count() - m_due;
        if (m_at == m_rows.size()) m_in.fault("place in no commit that is here");
        if (!m_in.ok()) return std::nullopt;
        entry.commit = m_first + m_at;
        entry.commitIndex = m_due + skipped;
        m_due = entry.commitIndex + 1;
        return m_at;
    }

    void readBefore(Link& link) {
        const Seen due = m_entries.due(link.caseId);
        link.seq = due.seq + 1;
        link.previous = due.link;
        if (m_in.tryNull()) return;
        m_in.arrayOf(2);
        link.seq = readNumber(m_in);
        link.previous = readDigest(m_in);
        if (link.seq == 0) m_in.fault("number of no link");
        if (link.seq == due.seq + 1 && link.previous == due.link) m_in.fault("said what was due");
    }

    void completeCommits() {
        Digest previous = m_changes.base;
        for (std::size_t i = 0; i < m_changes.commits.size() && m_in.ok(); ++i) {
            auto& [commit, links] = m_changes.commits[i];
            links = m_rows[i].fill(m_in);
            if (!m_in.ok()) return;
            commit.suite = m_suite;
            commit.number = m_first + i;
            commit.previous = previous;
            commit.count = links.size();
            commit.root = crypto::merkleRoot(m_suite, links);
            commit.bytes = encodeCommit(commit);
            commit.hash = previous = crypto::digest(m_suite, commit.bytes);
        }
    }

    CborReader m_in;
    crypto::Suite m_suite;
    EntryReader m_entries;
    Changes m_changes;
    std::uint64_t m_first = 0;
    std::vector<Row> m_rows; ///< of the commits
    std::size_t m_at = 0;    ///< the commit in which the next entry is due
    std::uint64_t m_due = 0; ///< and its index there
    CaseNames m_cases;
};

} // namespace

Result<Bytes> encodeChangesAnswer(const Changes& changes, crypto::Suite suite) {
    return ChangesWriter(changes, suite).write();
}

Result<Changes> readChangesAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kAnswerLimit, kChangesItems));
    const auto suite = readSuite(in);
    return ChangesReader(in, suite).read();
}

} // namespace model::wire
