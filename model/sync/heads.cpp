// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/heads.h"

#include "model/base/cbor.h"
#include "model/base/token.h"
#include "model/log/commit_signature.h"

#include <charconv>

namespace model {

namespace {

constexpr std::string_view kMark = "touchstone heads";
constexpr std::uint64_t kFormat = 1;
constexpr std::string_view kCodeMark = "TSH1";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648, and all of them short in a QR code
constexpr std::size_t kCodeLimit = 4'096;
/// Hexadecimal digits of a hash that are read out, and typed at least.
constexpr std::size_t kReadOut = 32, kTypedLeast = 16, kTypedMost = 64;

Bytes signedBytes(ByteView body) {
    const auto label = crypto::asBytes("touchstone heads\n");
    Bytes message(label.begin(), label.end());
    message.insert(message.end(), body.begin(), body.end());
    return message;
}

Text noHeads() { return {"This is not what a desk says of its commits", "这不是工作端的提交记录摘要"}; }

Text savedCure() { return {"Take the file as it was saved", "请使用原始文件"}; }

std::string number(std::uint64_t value) { return std::to_string(value); }

} // namespace

std::vector<std::uint64_t> headNumbers(std::uint64_t last) {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t back = 0; back < last;) {
        numbers.push_back(last - back);
        back = back + 1 < kHeadsDense ? back + 1 : back * 2;
        if (back >= last && numbers.back() != 1) back = last - 1; // the first one too
    }
    return numbers;
}

Result<Bytes> writeHeads(const Digest& fingerprint, PersonId maker, const crypto::Identity& identity, Instant time,
                         std::span<const Commit> commits) {
    CborWriter body;
    body.array(4).bytes(fingerprint.view()).bytes(maker.view()).signedInt(time.time_since_epoch().count());
    body.array(commits.size() * 2);
    for (const auto& commit : commits) body.bytes(commit.bytes).bytes(commit.signature);
    TRY_ASSIGN(const auto signature, signWith(identity, signedBytes(body.view())));
    CborWriter out;
    out.array(4).text(kMark).unsignedInt(kFormat).bytes(body.view());
    out.bytes(signature);
    return std::move(out).take();
}

Result<Heads> readHeads(ByteView bytes) {
    if (bytes.size() > kHeadsLimit) return fail(Code::tooLarge, noHeads(), savedCure());
    CborReader in(bytes);
    in.arrayOf(4);
    if (in.text() != kMark) return fail(Code::malformed, noHeads(), savedCure());
    if (const auto format = in.unsignedInt(); in.ok() && format != kFormat)
        return fail(Code::newer, {"This file is of a later version", "该文件版本较新"},
                    {"Update the program", "请更新程序"});
    Heads heads;
    heads.body = crypto::toBytes(in.bytes());
    heads.signature = crypto::toBytes(in.bytesOf(crypto::kSignatureSize));
    TRY(in.finish("heads"));
    CborReader inside(heads.body);
    inside.arrayOf(4);
    if (const auto fingerprint = Digest::fromBytes(inside.bytesOf(sizeof(Digest)))) heads.fingerprint = *fingerprint;
    if (const auto maker = PersonId::from(inside.bytesOf(sizeof(PersonId)))) heads.maker = *maker;
    heads.time = Instant{std::chrono::milliseconds{inside.signedInt()}};
    const auto items = inside.array(kHeadsCommits * 2);
    if (items == 0 || items % 2 != 0) inside.fault("no commits");
    for (std::uint64_t i = 0; i < items / 2 && inside.ok(); ++i) {
        const auto commitBytes = inside.bytes();
        const auto signature = inside.bytesOf(crypto::kSignatureSize);
        if (!inside.ok()) break;
        TRY_ASSIGN(auto commit, readCommit(commitBytes, signature));
        if (commit.number == 0 || (i > 0 && commit.number >= heads.commits.back().number)) inside.fault("order");
        heads.commits.push_back(std::move(commit));
    }
    TRY(inside.finish("heads"));
    return heads;
}

bool isSignedBy(const Heads& heads, const crypto::PublicIdentity& maker) {
    return crypto::verify(maker, signedBytes(heads.body), heads.signature);
}

std::string headsCode(ByteView file) {
    std::string out(kCodeMark);
    std::uint32_t bits = 0;
    int held = 0;
    for (const auto byte : file) {
        bits = (bits << 8U) | byte;
        for (held += 8; held >= 5; held -= 5) out += kAlphabet[(bits >> static_cast<unsigned>(held - 5)) & 31U];
        bits &= 0xFFU;
    }
    if (held > 0) out += kAlphabet[(bits << static_cast<unsigned>(5 - held)) & 31U];
    return out;
}

std::optional<Bytes> readHeadsCode(std::string_view code) {
    std::string letters;
    for (const char c : code.substr(0, kCodeLimit)) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (!letters.starts_with(kCodeMark)) return std::nullopt;
    Bytes out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : std::string_view(letters).substr(kCodeMark.size())) {
        const auto value = kAlphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 5U) | static_cast<std::uint32_t>(value);
        held += 5;
        if (held < 8) continue;
        held -= 8;
        out.push_back(static_cast<std::uint8_t>((bits >> static_cast<unsigned>(held)) & 0xFFU));
        bits &= (1U << static_cast<unsigned>(held)) - 1U;
    }
    if (held >= 5 || bits != 0) return std::nullopt; // no two codes of one file
    return out;
}

std::string headWords(const Commit& commit) {
    std::string out = number(commit.number);
    const std::string digits = commit.hash.hex().substr(0, kReadOut);
    for (std::size_t at = 0; at < digits.size(); at += 4) out += " " + digits.substr(at, 4);
    return out;
}

std::optional<TypedHead> readHeadWords(std::string_view words) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t at = 0;
    while (at < words.size() && !isDigit(words[at])) ++at;
    TypedHead typed;
    const auto read = std::from_chars(words.data() + at, words.data() + words.size(), typed.number);
    if (read.ec != std::errc() || typed.number == 0) return std::nullopt;
    const std::string_view rest(read.ptr, static_cast<std::size_t>(words.data() + words.size() - read.ptr));
    if (!rest.empty() && std::isxdigit(static_cast<unsigned char>(rest.front())) != 0) return std::nullopt;
    for (const char c : rest) {
        const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        if (isDigit(lower) || (lower >= 'a' && lower <= 'f')) typed.digits += lower;
        else if ((c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z')) return std::nullopt;
    }
    if (typed.digits.size() < kTypedLeast || typed.digits.size() > kTypedMost) return std::nullopt;
    return typed;
}

std::string_view verdictName(HeadsVerdict verdict) {
    switch (verdict) {
    case HeadsVerdict::same: return "same";
    case HeadsVerdict::theirsBegins: return "theirs-begins";
    case HeadsVerdict::oursBegins: return "ours-begins";
    case HeadsVerdict::twoHistories: return "two-histories";
    case HeadsVerdict::cannotTell: return "cannot-tell";
    }
    return {};
}

namespace {

Text wordsOf(const HeadsComparison& out) {
    switch (out.verdict) {
    case HeadsVerdict::same:
        return model::fill({"Both desks have the same {0} commits.", "两台工作端的 {0} 条提交记录完全相同。"},
                           number(out.ours));
    case HeadsVerdict::theirsBegins:
        return model::fill({"One history: the other desk has the first {0} of this desk's {1} commits.",
                            "同一份历史：对方持有本机 {1} 条提交记录中的前 {0} 条。"},
                           number(out.theirs), number(out.ours));
    case HeadsVerdict::oursBegins:
        return model::fill(
            {"One history: this desk has the first {0} of the other desk's {1} commits. If this desk is up to "
             "date by its hub, the hub keeps news from it.",
             "同一份历史：本机持有对方 {1} 条提交记录中的前 {0} 条。如服务器称本机已是最新，则它对本机隐瞒了新内容。"},
            number(out.ours), number(out.theirs));
    case HeadsVerdict::twoHistories:
        return {"The desks were told two histories. Do not go on: keep both vaults and call the auditor.",
                "两台工作端得到了两份不同的历史。请停止操作，保留双方保险库并联系审计人员。"};
    case HeadsVerdict::cannotTell:
        return out.ours == 0
                   ? Text{"This desk has no record yet: exchange with the hub first.",
                          "本机尚无记录：请先与服务器同步。"}
                   : model::fill(
                         {"It cannot be told from here: the other desk is further ahead ({1} commits, here {0}), and what "
                          "it says agrees up to commit {2}. Let the other desk compare what this desk says.",
                          "由此无法判定：对方已至第 {1} 条（本机 {0} 条），其所述至第 {2} 条与本机一致。请由对方比对本机的摘要。"},
                         number(out.ours), number(out.theirs), number(out.agree));
    }
    return {};
}

HeadsComparison said(HeadsComparison out, HeadsVerdict verdict) {
    out.verdict = verdict;
    out.words = wordsOf(out);
    return out;
}

HeadsVerdict whereAllAgrees(const HeadsComparison& out) {
    if (out.ours == 0) return HeadsVerdict::cannotTell;
    if (out.theirs <= out.ours) return out.theirs == out.ours ? HeadsVerdict::same : HeadsVerdict::theirsBegins;
    return out.agree == out.ours ? HeadsVerdict::oursBegins : HeadsVerdict::cannotTell;
}

} // namespace

Result<HeadsComparison> compareHeads(Record& record, const Heads& heads, const crypto::PublicIdentity& hub) {
    HeadsComparison out;
    TRY_ASSIGN(out.ours, record.lastCommit());
    out.theirs = heads.commits.front().number;
    for (const auto& commit : heads.commits) {
        if (isSignedBy(commit, hub)) continue;
        return fail(Code::refused,
                    {"A commit in it does not carry the signature of this office's hub",
                     "其中有提交记录没有本单位服务器的签名"},
                    {"It was changed or made up; ask the other desk once more", "文件被更改或伪造；请向对方重新索取"},
                    "commit " + number(commit.number));
    }
    for (const auto& commit : heads.commits) {
        if (out.ours == 0 || commit.number > out.ours + 1) continue;
        const std::uint64_t at = std::min(commit.number, out.ours);
        TRY_ASSIGN(const auto mine, record.commit(at));
        const bool fits = commit.number == at ? commit.hash == mine.commit.hash : commit.previous == mine.commit.hash;
        if (!fits) {
            out.finding = findingOf({"Two desks were told two histories", "两台工作端得到了两份不同的历史"},
                                    "commit " + number(commit.number), mine.commit, commit, hub);
            return said(std::move(out), HeadsVerdict::twoHistories);
        }
        out.agree = std::max(out.agree, at);
    }
    const auto verdict = whereAllAgrees(out);
    return said(std::move(out), verdict);
}

Result<HeadsComparison> compareHeads(Record& record, const TypedHead& typed) {
    HeadsComparison out;
    TRY_ASSIGN(out.ours, record.lastCommit());
    out.theirs = typed.number;
    if (typed.number <= out.ours) {
        TRY_ASSIGN(const auto mine, record.commit(typed.number));
        if (!mine.commit.hash.hex().starts_with(typed.digits)) {
            out = said(std::move(out), HeadsVerdict::twoHistories);
            out.words = {
                "What was typed is not what this desk has there. Compare letter by letter; if it was typed rightly, the "
                "desks were told two histories: compare the file, which can be shown to others.",
                "所输入的内容与本机不符。请逐字核对；如输入无误，则两台工作端得到了两份历史：请改为比对文件，文件可向他人出示。"};
            return out;
        }
        out.agree = typed.number;
    }
    const auto verdict = whereAllAgrees(out);
    return said(std::move(out), verdict);
}

} // namespace model
