// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/hub_oversight.h"

#include "model/base/cbor.h"
#include "model/vault/findings.h"
#include "model/workspace/parts.h"

namespace model {

namespace {

/// The setting of a vault that says from where on its owner is asked.
constexpr std::string_view kAskAbove = "ask-above";

std::string number(std::uint64_t value) { return std::to_string(value); }

/// The founding event as this desk has it; empty where it never got it.
Result<Bytes> foundingOf(const Workspace::Parts& parts) {
    TRY_ASSIGN(const auto row, parts.vault->record().findEvent(parts.officeFile.fingerprint));
    if (!row) return Bytes();
    TRY_ASSIGN(const auto founding, parts.vault->record().event(*row));
    return founding.event.bytes;
}

Result<std::optional<std::int64_t>> keep(const Workspace::Parts& parts, const Finding& finding) {
    TRY_ASSIGN(const auto founding, foundingOf(parts));
    const ProofMaker maker{parts.person, parts.identity, parts.officeFile.fingerprint, founding};
    TRY_ASSIGN(const auto file, writeProof(finding, maker, parts.clock->now()));
    Database& database = parts.vault->database();
    TRY_ASSIGN(auto transaction, Transaction::begin(database));
    TRY_ASSIGN(const bool isNew, Findings(database).keep(keyOf(finding), finding.kind != Contradiction::none, file));
    const std::int64_t row = database.lastRowId();
    TRY(transaction.commit());
    return isNew ? std::optional(row) : std::nullopt;
}

} // namespace

Text questionWords(const HubQuestion& question) {
    if (question.what == HubQuestion::What::givesBack) {
        return model::fill(
            {"The hub was set back: it lacks the last {0} commits that this desk has, with entries of {1} of its cases. Nothing "
             "is lost here. Shall they be given back to it?",
             "服务器已被回退：缺少本机持有的最后 {0} 条提交记录，涉及本机 {1} 个案件的内容。本机没有丢失任何内容。是否交还给服务器？"},
            number(question.commits), number(question.cases));
    }
    return model::fill(
        {"News from the hub would take you off {0} cases at once. What you have of them stays here. Shall it be "
         "taken?",
         "服务器的新内容将使您一次退出 {0} 个案件。已有内容仍保留在本机。是否接受？"},
        number(question.cases));
}

Result<void> Workspace::Parts::keepFindings(std::span<const Finding> findings) const {
    for (const auto& finding : findings) TRY(keep(*this, finding));
    return {};
}

Result<AskManner> Workspace::Parts::askManner() {
    if (!address) return AskManner{}; // an office of its own has nobody else's server to ask about
    TRY_ASSIGN(const auto above, HubOversight(*this).asksAbove());
    return AskManner{above, agreed};
}

void Workspace::Parts::noteQuestion(const Exchanged& exchanged, bool finished) {
    question = exchanged.asks;
    givenBack += exchanged.givenBack;
    if (finished && !question) agreed.reset();
}

HubOversight Workspace::hubOversight() const { return HubOversight(*m_parts); }

Result<std::vector<HubFinding>> HubOversight::findings() const {
    TRY_ASSIGN(const auto kept, Findings(m_parts.vault->database()).all());
    std::vector<HubFinding> out;
    for (const auto& one : kept) {
        TRY_ASSIGN(auto proof, readProof(one.file));
        out.push_back({one.number, std::move(proof)});
    }
    return out;
}

Result<Bytes> HubOversight::proof(std::int64_t number) const {
    TRY_ASSIGN(auto file, Findings(m_parts.vault->database()).file(number));
    if (file) return *std::move(file);
    return fail(Code::notFound, {"There is no finding of this number", "没有此编号的发现"},
                {"touchstonectl hub findings lists them", "touchstonectl hub findings 列出全部"},
                std::to_string(number));
}

namespace {

Result<std::vector<Commit>> commitsOf(const Workspace::Parts& parts, bool last) {
    Record& record = parts.vault->record();
    TRY_ASSIGN(const auto mine, record.lastCommit());
    if (mine == 0) {
        return fail(Code::notFound, {"This desk has no record yet", "本机尚无记录"},
                    {"Exchange with the hub first", "请先与服务器同步"});
    }
    std::vector<Commit> commits;
    for (const auto at : last ? std::vector{mine} : headNumbers(mine)) {
        TRY_ASSIGN(auto stored, record.commit(at));
        commits.push_back(std::move(stored.commit));
    }
    return commits;
}

Result<Bytes> headsOf(const Workspace::Parts& parts, std::span<const Commit> commits) {
    return writeHeads(parts.officeFile.fingerprint, parts.person, parts.identity, parts.clock->now(), commits);
}

} // namespace

Result<Bytes> HubOversight::heads() const {
    TRY_ASSIGN(const auto commits, commitsOf(m_parts, false));
    return headsOf(m_parts, commits);
}

Result<ShownHead> HubOversight::shownHead() const {
    TRY_ASSIGN(const auto commits, commitsOf(m_parts, true));
    TRY_ASSIGN(const auto heads, headsOf(m_parts, commits));
    return ShownHead{commits.front().number, headWords(commits.front()), headsCode(heads)};
}

namespace {

/// Whether it may have been typed: a file has bytes that no keyboard gives.
bool isTyped(ByteView bytes) {
    constexpr std::size_t kMost = 256;
    return bytes.size() <= kMost &&
           std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte >= 0x20 ? byte < 0x7F : byte >= 0x09; });
}

} // namespace

Result<HeadsCompared> HubOversight::compare(ByteView theirs) const {
    HeadsCompared out;
    const auto code = readHeadsCode(crypto::asText(theirs));
    if (const auto typed = isTyped(theirs) ? readHeadWords(crypto::asText(theirs)) : std::nullopt; typed && !code) {
        TRY_ASSIGN(out.what, compareHeads(m_parts.vault->record(), *typed));
        return out;
    }
    TRY_ASSIGN(const auto heads, readHeads(code ? ByteView(*code) : theirs));
    if (heads.fingerprint != m_parts.officeFile.fingerprint) {
        return fail(Code::refused, {"It was made in another office", "它由其他单位制作"},
                    {"Compare with a desk of this office", "请与本单位的工作端比对"}, heads.fingerprint.hex());
    }
    if (const Person* const maker = m_parts.office.person(heads.maker)) {
        if (!isSignedBy(heads, maker->identity)) {
            return fail(Code::damaged,
                        {"It was changed after it was made: its maker's signature does not fit",
                         "它在制作后被更改：制作人签名不符"},
                        {"Ask the other desk for it once more", "请向对方重新索取"});
        }
        out.vouched = true;
        out.by = m_parts.nameOf(heads.maker);
    }
    TRY_ASSIGN(out.what, compareHeads(m_parts.vault->record(), heads, m_parts.office.hub));
    if (out.what.finding) {
        TRY_ASSIGN(out.finding, keep(m_parts, *out.what.finding));
    }
    return out;
}

Result<AskAbove> HubOversight::asksAbove() const {
    TRY_ASSIGN(const auto kept, m_parts.vault->setting(kAskAbove));
    if (!kept) return kAsksAbove;
    CborReader in(*kept);
    in.arrayOf(2);
    AskAbove above;
    above.commits = in.unsignedInt();
    above.cases = in.unsignedInt();
    return in.finish("ask-above") ? above : kAsksAbove;
}

Result<void> HubOversight::setAsksAbove(const AskAbove& above) const {
    CborWriter out;
    out.array(2).unsignedInt(above.commits).unsignedInt(above.cases);
    return m_parts.vault->setSetting(kAskAbove, out.view());
}

const std::optional<HubQuestion>& HubOversight::question() const { return m_parts.question; }

std::uint64_t HubOversight::givenBack() const { return m_parts.givenBack; }

void HubOversight::agree(const HubQuestion& question) const { m_parts.agreed = question; }

Result<News> HubOversight::exchange() const {
    TRY_ASSIGN(const auto exchanged, m_parts.exchange());
    return m_parts.newsOf(exchanged);
}

} // namespace model
