// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_parts.h"

namespace model::wire {

namespace {

constexpr std::uint64_t kRequestItems = 3;
/// The byte with which an array of few items begins, less their number.
constexpr std::uint8_t kArrayHead = 0x80;

/// The events of acts, one behind the other, with what stays known from one to the next.
class Said {
public:
    Result<void> write(CborWriter& out, const Event& event, crypto::Suite suite, PersonId author, Instant time) {
        const EventHeader& header = event.header;
        if (!isExact(event, suite) || header.author != author) return disagree(event.id.hex());
        out.array(EventBodies::kItems + 1);
        m_cases.write(out, header.caseId);
        m_bodies.writeHead(out, header, time);
        if (header.seen == m_seen) out.null();
        else out.array(2).unsignedInt(header.seen.seq).bytes(header.seen.link.view());
        m_seen = header.seen;
        EventBodies::writeRest(out, event);
        return {};
    }

    Event read(CborReader& in, crypto::Suite suite, PersonId author, Instant time) {
        EventHeader header;
        header.suite = suite;
        header.author = author;
        in.arrayOf(EventBodies::kItems + 1);
        header.caseId = m_cases.read(in);
        m_bodies.readHead(in, header, time);
        header.seen = m_seen;
        if (!in.tryNull()) {
            in.arrayOf(2);
            header.seen.seq = in.unsignedInt();
            header.seen.link = readDigest(in);
            if (header.seen == m_seen) in.fault("the same place again");
        }
        m_seen = header.seen;
        return EventBodies::readRest(in, std::move(header));
    }

private:
    CaseNames m_cases;
    EventBodies m_bodies;
    Seen m_seen;
};

std::size_t envelopeBytes(const Act& act) {
    std::size_t size = 0;
    for (const auto& envelope : act.envelopes) size += envelope.sealed.size();
    return size;
}

std::vector<Digest> idsOf(std::span<const Event> events) {
    std::vector<Digest> ids;
    ids.reserve(events.size());
    for (const auto& event : events) ids.push_back(event.id);
    return ids;
}

} // namespace

Result<Bytes> encodeSubmitRequest(std::span<const Submission> submissions) { return encodeSubmitFrom({}, submissions); }

Result<Bytes> encodeSubmitFrom(const Known& known, std::span<const Submission> submissions) {
    if (submissions.empty()) return disagree("submit");
    const auto suite = submissions.front().act.suite;
    std::size_t events = 0;
    std::size_t size = 0;
    for (const auto& [act, said] : submissions) {
        if (said.empty() || said.size() != act.count || !isExact(act, suite)) return disagree(act.id.hex());
        if (envelopeBytes(act) > kEnvelopesLimit) return overLimit();
        events += said.size();
        for (const auto& event : said) size += event.sealed.size();
    }
    // What is far over the limit is not written first.
    if (events > kBatchEvents || size > kSubmitLimit) return overLimit();

    CborWriter out;
    const bool knows = known.commit > 0;
    beginMessage(out, kRequestItems + (knows ? 1 : 0));
    writeSuite(out, suite);
    if (knows) out.array(2).unsignedInt(known.commit).bytes(known.hash.view());
    out.array(submissions.size());
    ActHeads acts;
    Said eventsOf;
    for (const auto& [act, said] : submissions) {
        out.array(ActHeads::kItems + 1);
        acts.write(out, act);
        out.array(said.size());
        for (const auto& event : said) TRY(eventsOf.write(out, event, suite, act.author, act.time));
    }
    if (out.view().size() > kSubmitLimit) return overLimit();
    return std::move(out).take();
}

Result<std::vector<Submission>> readSubmitRequest(ByteView bytes) {
    TRY_ASSIGN(auto request, readSubmitFrom(bytes));
    return std::move(request.submissions);
}

Result<SubmitRequest> readSubmitFrom(ByteView bytes) {
    // One more item: the commit that the desk has.
    const bool knows = bytes.size() > 0 && bytes.front() == kArrayHead + kRequestItems + 1;
    TRY_ASSIGN(auto in, openMessage(bytes, kSubmitLimit, kRequestItems + (knows ? 1 : 0)));
    const auto suite = readSuite(in);
    Known known;
    if (knows) {
        in.arrayOf(2);
        known.commit = readNumber(in);
        known.hash = readDigest(in);
        if (known.commit == 0) in.fault("a commit without a number");
    }
    const auto count = in.array(kBatchEvents);
    if (count == 0) in.fault("no acts");
    ActHeads acts;
    Said events;
    std::size_t left = kBatchEvents;
    std::vector<Submission> submissions;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(ActHeads::kItems + 1);
        Submission submission;
        acts.read(in, submission.act);
        if (envelopeBytes(submission.act) > kEnvelopesLimit) in.fault("envelopes over their limit");
        const auto said = in.array(left);
        if (said == 0) in.fault("an act without events, or too many events");
        left -= static_cast<std::size_t>(said);
        for (std::uint64_t k = 0; k < said && in.ok(); ++k)
            submission.events.push_back(events.read(in, suite, submission.act.author, submission.act.time));
        if (!in.ok()) break;
        completeAct(submission.act, suite, idsOf(submission.events));
        submissions.push_back(std::move(submission));
    }
    TRY(in.finish("submission"));
    return SubmitRequest{std::move(submissions), known};
}

Bytes encodeSubmitAnswer(std::uint64_t lastCommit) {
    CborWriter out;
    beginMessage(out, 2);
    out.unsignedInt(lastCommit);
    return std::move(out).take();
}

Result<std::uint64_t> readSubmitAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 2));
    const auto number = readNumber(in);
    TRY(in.finish("answer to a submission"));
    return number;
}

} // namespace model::wire
