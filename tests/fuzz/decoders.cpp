// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/decoders.h"

#include "model/case/body.h"
#include "model/filter/parse.h"
#include "model/filter/print.h"
#include "model/intake/report_reader.h"
#include "model/base/cbor.h"
#include "model/sync/heads.h"
#include "model/sync/proof.h"
#include "model/sync/wire_evidence.h"
#include "model/template/amounts.h"
#include "model/template/fill.h"
#include "model/template/shipped.h"
#include "model/workflow/definition.h"
#include "model/workspace/enrolment.h"
#include "model/workspace/invitation.h"
#include "tests/support/wire_values.h"

#include <algorithm>
#include <functional>
#include <sstream>

namespace fuzz {

namespace {

using crypto::Bytes;
using crypto::ByteView;
using crypto::Suite;
using model::CaseId;
namespace wire = model::wire;

constexpr const char* kOther = "read, and written in another way";

std::string_view words(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
Bytes bytesOf(std::string_view text) { return {text.begin(), text.end()}; }
Bytes with(std::uint8_t first, Bytes rest) {
    rest.insert(rest.begin(), first);
    return rest;
}

/// What is read and then written has to be what was read.
template <class Read, class Write>
std::string same(ByteView bytes, Read read, Write write) {
    const auto value = read(bytes);
    if (!value) return {};
    const auto again = write(*value);
    if constexpr (requires { again.has_value(); }) {
        if (!again) return "read, and cannot be written: " + again.error().what.en;
        return std::ranges::equal(*again, bytes) ? std::string() : kOther;
    } else {
        return std::ranges::equal(again, bytes) ? std::string() : kOther;
    }
}

// --- what desks and hubs send ---------------------------------------------------------------------------------------

std::string submissions(ByteView bytes) {
    return same(bytes, wire::readSubmitFrom, [](const wire::SubmitRequest& request) {
        return wire::encodeSubmitFrom(request.known, request.submissions);
    });
}
std::vector<Bytes> submissionSeeds() {
    std::vector<Bytes> seeds;
    for (const auto suite : {Suite::intl1, Suite::gm1}) {
        WireValues values(suite);
        const auto one = values.id<CaseId>();
        const std::vector acts{values.sign({values.event(one, {}, 300, 52, "report.received")}, true),
                               values.sign({values.event(one, {1, values.digest()}, 240), values.event(one, {}, 0)})};
        seeds.push_back(*wire::encodeSubmitFrom({}, acts));
        seeds.push_back(*wire::encodeSubmitFrom({7, values.digest()}, acts));
    }
    return seeds;
}

/// The suite is that of what is inside; an answer with nothing inside is the same in both.
template <class Value>
std::string inEitherSuite(ByteView bytes, model::Result<Value> (*read)(ByteView),
                          model::Result<Bytes> (*write)(const Value&, Suite)) {
    const auto first = same(bytes, read, [&](const Value& value) { return write(value, Suite::intl1); });
    if (first.empty()) return {};
    return same(bytes, read, [&](const Value& value) { return write(value, Suite::gm1); });
}
std::string changes(ByteView bytes) { return inEitherSuite(bytes, wire::readChangesAnswer, wire::encodeChangesAnswer); }
std::vector<Bytes> changesSeeds() {
    std::vector<Bytes> seeds;
    for (const auto suite : {Suite::intl1, Suite::gm1}) {
        WireValues values(suite);
        seeds.push_back(*wire::encodeChangesAnswer(values.changes(), suite));
        seeds.push_back(*wire::encodeChangesAnswer(values.someOfEverything(), suite));
    }
    return seeds;
}
std::string history(ByteView bytes) { return inEitherSuite(bytes, wire::readHistoryAnswer, wire::encodeHistoryAnswer); }
std::vector<Bytes> historySeeds() {
    std::vector<Bytes> seeds;
    for (const auto suite : {Suite::intl1, Suite::gm1})
        seeds.push_back(*wire::encodeHistoryAnswer(WireValues(suite).someHistory(), suite));
    return seeds;
}

/// The short messages, by the first byte.
std::string messages(ByteView bytes) {
    if (bytes.empty()) return {};
    const auto rest = bytes.subspan(1);
    switch (bytes[0] % 10) {
    case 0: return same(rest, wire::readHelloAnswer, wire::encodeHelloAnswer);
    case 1: return same(rest, wire::readChallengeRequest, wire::encodeChallengeRequest);
    case 2:
        return same(rest, wire::readChallengeAnswer, [](const Bytes& one) { return wire::encodeChallengeAnswer(one); });
    case 3: return same(rest, wire::readSessionRequest, wire::encodeSessionRequest);
    case 4: return same(rest, wire::readSessionAnswer, wire::encodeSessionAnswer);
    case 5: return same(rest, wire::readChangesRequest, wire::encodeChangesRequest);
    case 6: return same(rest, wire::readHistoryRequest, wire::encodeHistoryRequest);
    case 7:
        return same(rest, wire::readRefusalsRequest, [](const auto& ids) { return wire::encodeRefusalsRequest(ids); });
    case 8:
        return same(rest, wire::readRefusalsAnswer, [](const auto& all) { return wire::encodeRefusalsAnswer(all); });
    default: return same(rest, wire::readErrorAnswer, wire::encodeErrorAnswer);
    }
}
std::vector<Bytes> messageSeeds() {
    std::vector<Bytes> seeds;
    for (const auto suite : {Suite::intl1, Suite::gm1}) {
        WireValues values(suite);
        wire::HelloAnswer hello;
        hello.identity = values.author();
        hello.founding = values.digest();
        hello.time = values.now();
        seeds.push_back(with(0, wire::encodeHelloAnswer(hello)));
        seeds.push_back(with(1, wire::encodeChallengeRequest(values.person())));
        seeds.push_back(with(2, wire::encodeChallengeAnswer(values.bytes(72))));
        seeds.push_back(with(
            3, wire::encodeSessionRequest({values.person(), values.bytes(72), values.bytes(crypto::kSignatureSize)})));
        seeds.push_back(with(4, wire::encodeSessionAnswer({values.bytes(56), values.now()})));
        seeds.push_back(with(5, wire::encodeChangesRequest({{3, 64, true, false}, 25})));
        seeds.push_back(with(6, wire::encodeHistoryRequest({values.id<CaseId>(), 3, 9, true})));
        const std::vector ids{values.digest(), values.digest()};
        seeds.push_back(with(7, *wire::encodeRefusalsRequest(ids)));
        const std::vector refusals{values.refusal(), values.refusal()};
        seeds.push_back(with(8, *wire::encodeRefusalsAnswer(refusals)));
        seeds.push_back(with(9, wire::encodeErrorAnswer({refusals[0].reason, 5})));
    }
    return seeds;
}

wire::FillPart putting(ByteView bytes) {
    return [bytes](std::span<std::uint8_t> out) -> model::Result<void> {
        std::ranges::copy(bytes, out.begin());
        return {};
    };
}
std::string evidence(ByteView bytes) {
    if (bytes.empty()) return {};
    const auto rest = bytes.subspan(1);
    switch (bytes[0] % 6) {
    case 0: return same(rest, wire::readEvidenceAsk, [](const auto& names) { return wire::encodeEvidenceAsk(names); });
    case 1: return same(rest, wire::readEvidenceAnswer, wire::encodeEvidenceAnswer);
    case 2:
        return same(rest, wire::readEvidencePut, [](const wire::EvidencePut& put) {
            return wire::encodeEvidencePut(put.name, put.part, put.bytes.size(), putting(put.bytes));
        });
    case 3: return same(rest, wire::readEvidencePutAnswer, wire::encodeEvidencePutAnswer);
    case 4: return same(rest, wire::readEvidenceGet, wire::encodeEvidenceGet);
    default:
        return same(rest, wire::readEvidencePart,
                    [](ByteView part) { return wire::encodeEvidencePart(part.size(), putting(part)); });
    }
}
std::vector<Bytes> evidenceSeeds() {
    WireValues values(Suite::intl1);
    const model::EvidenceName name{values.id<CaseId>(), values.digest()};
    const auto part = values.bytes(40);
    model::EvidenceHeld held;
    held.copies = {{values.person(), values.digest()}};
    held.missing = {{0, 2}, {70'000, 500}};
    return {with(0, *wire::encodeEvidenceAsk(std::span(&name, 1))),
            with(1, *wire::encodeEvidenceAnswer({held, std::nullopt})),
            with(2, *wire::encodeEvidencePut(name, 3, part.size(), putting(part))),
            with(3, wire::encodeEvidencePutAnswer(true)),
            with(4, wire::encodeEvidenceGet({name, values.person(), 3})),
            with(5, *wire::encodeEvidencePart(part.size(), putting(part)))};
}

// --- what is said in cases and in the register
// ------------------------------------------------------------------------

template <class Body>
std::vector<model::EncodedBody> oneOfEach() {
    std::vector<model::EncodedBody> all;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (all.push_back(model::writeBody(Body(std::in_place_index<I>))), ...);
    }(std::make_index_sequence<std::variant_size_v<Body> - 1>()); // the last one is what is not known
    return all;
}

/// By the first byte the kind; then the length of the clear part, and behind it the sealed part as it was opened.
template <class Body>
std::string body(ByteView bytes, Body (*read)(const model::EventHeader&, const Bytes*)) {
    static const auto kinds = oneOfEach<Body>();
    if (bytes.size() < 3) return {};
    model::EventHeader header;
    header.kind = kinds[bytes[0] % kinds.size()].kind;
    const std::size_t clear = std::min<std::size_t>(bytes[1] * 256U + bytes[2], bytes.size() - 3);
    header.clear = {bytes.begin() + 3, bytes.begin() + 3 + static_cast<std::ptrdiff_t>(clear)};
    const auto rest = bytes.subspan(3 + clear);
    const Bytes plain(rest.begin(), rest.end());
    if (!plain.empty()) header.sealedHash.emplace();
    const auto value = read(header, plain.empty() ? nullptr : &plain);
    if (std::holds_alternative<model::UnknownBody>(value)) return {};
    const auto again = model::writeBody(value);
    if (again.kind != header.kind || again.clear != header.clear) return kOther;
    // A sealed part where the kind has none is the judge's to refuse.
    return plain.empty() || again.sealed.empty() || again.sealed == plain ? std::string() : kOther;
}
template <class Body>
std::vector<Bytes> bodySeeds() {
    std::vector<Bytes> seeds;
    const auto all = oneOfEach<Body>();
    for (std::size_t i = 0; i < all.size(); ++i) {
        Bytes seed{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(all[i].clear.size() >> 8),
                   static_cast<std::uint8_t>(all[i].clear.size())};
        seed.insert(seed.end(), all[i].clear.begin(), all[i].clear.end());
        seed.insert(seed.end(), all[i].sealed.begin(), all[i].sealed.end());
        seeds.push_back(std::move(seed));
    }
    return seeds;
}
std::string caseBodies(ByteView bytes) { return body<model::CaseBody>(bytes, model::readCaseBody); }
std::string registerBodies(ByteView bytes) { return body<model::RegisterBody>(bytes, model::readRegisterBody); }

// --- files that people hand on
// ------------------------------------------------------------------------------------------

/// JSON may be written in many ways: what is written of it has to be read as the same.
template <class Read, class Write>
std::string sameValue(std::string_view text, Read read, Write write) {
    const auto value = read(text);
    if (!value) return {};
    const auto again = read(write(*value));
    return again && *again == *value ? std::string() : kOther;
}
std::string files(ByteView bytes) {
    for (const auto& wrong : {sameValue(words(bytes), model::readInvitation, model::writeInvitation),
                              sameValue(words(bytes), model::readJoinRequest, model::writeJoinRequest),
                              sameValue(words(bytes), model::readEnrolment, model::writeEnrolment)}) {
        if (!wrong.empty()) return wrong;
    }
    return {};
}
std::vector<Bytes> fileSeeds() {
    WireValues values(Suite::intl1);
    model::Invitation invitation;
    invitation.fingerprint = values.digest();
    invitation.hub.host = "hub.example";
    return {bytesOf(model::writeInvitation(invitation)),
            bytesOf(model::writeJoinRequest({values.person(), values.digest(), "Zhao", values.author()})),
            bytesOf(model::writeEnrolment({"/office", values.digest()}))};
}

crypto::Identity anyMaker() { return *crypto::Identity::import(Suite::gm1, Bytes(64, 1)); }

/// What desks say of their hub. By the first byte what a desk says of its commits, or the body of a proof, which is
/// signed here: whoever makes one up signs it too.
std::string hubFiles(ByteView bytes) {
    if (bytes.empty()) return {};
    const auto rest = bytes.subspan(1);
    const auto maker = anyMaker();
    if (bytes[0] % 2 == 0) {
        if (const auto back = model::readHeadsCode(model::headsCode(rest));
            rest.size() < 2'000 && (!back || !std::ranges::equal(*back, rest)))
            return "a code is read as something else";
        (void)model::readHeadWords(words(rest));
        const auto heads = model::readHeads(rest);
        if (!heads) return {};
        const auto again = model::readHeads(
            model::writeHeads(heads->fingerprint, heads->maker, maker, heads->time, heads->commits).value());
        return again && again->body == heads->body ? std::string() : kOther;
    }
    Bytes message = crypto::toBytes(crypto::asBytes("touchstone proof\n"));
    message.insert(message.end(), rest.begin(), rest.end());
    model::CborWriter out;
    out.array(4).text("touchstone proof").unsignedInt(1).bytes(rest).bytes(maker.signHere(message));
    const auto proof = model::readProof(out.view());
    if (!proof) return {};
    return model::verdictOf(*proof).zh.empty() ? "nothing is said of it" : std::string();
}
std::vector<Bytes> hubFileSeeds() {
    const auto maker = anyMaker();
    const auto commit = [&](std::uint64_t number, std::uint8_t leaf) {
        model::Digest hash;
        hash.bytes.fill(leaf);
        return model::signCommit(maker, number, {}, {}, std::vector{hash});
    };
    const model::Finding finding =
        model::findingOf({"two", "两"}, "commit 7", commit(7, 1), commit(7, 2), maker.publicPart());
    const auto proof = model::writeProof(finding, {{}, maker, {}, {}}, {}).value();
    model::CborReader in(proof);
    in.arrayOf(4);
    (void)in.text();
    (void)in.unsignedInt();
    return {with(0, model::writeHeads({}, {}, maker, {}, std::vector{commit(9, 1), commit(8, 2)}).value()),
            with(1, crypto::toBytes(in.bytes()))};
}

/// By the first byte CSV or JSON lines. What is handed out has an id, and is UTF-8.
std::string reports(ByteView bytes) {
    if (bytes.empty()) return {};
    std::istringstream stream{std::string(words(bytes.subspan(1)))};
    std::string wrong;
    const model::intake::ReportSink sink{[&](model::intake::ReportRow&& row) {
                                             if (row.report.externalId.empty()) wrong = "a row without an id";
                                             return true;
                                         },
                                         [](const model::intake::Problem&) { return true; }};
    const auto format = bytes[0] % 2 == 0 ? model::intake::ReportFormat::csv : model::intake::ReportFormat::jsonLines;
    (void)model::intake::readReports(stream, format, sink);
    return wrong;
}
std::vector<Bytes> reportSeeds() {
    return {
        with(0, bytesOf("id,title,narrative,party,goods\r\nt-1,\"A \"\"title\"\"\",线索,Harbour Metals,antimony\r\n")),
        with(1, bytesOf("{\"id\":\"t-1\",\"title\":\"A title\",\"narrative\":\"线索\"}\n{\"id\":\"t-2\"}\n"))};
}

std::string definitions(ByteView bytes) {
    const auto read = model::parseDefinition(words(bytes));
    const auto mistakes = model::checkDefinition(words(bytes));
    return read.has_value() == mistakes.empty() ? std::string() : "read, and has mistakes";
}
std::vector<Bytes> definitionSeeds() { return {bytesOf(model::shippedDefinition())}; }

std::string templates(ByteView bytes) {
    (void)model::amountDoubts(words(bytes));
    const auto read = model::parseTemplate(words(bytes));
    if (read.has_value() != model::checkTemplate(words(bytes)).empty()) return "read, and has mistakes";
    static const auto definition = model::parseDefinition(model::shippedDefinition());
    if (read) (void)model::checkNames(*read, *definition);
    return {};
}
std::vector<Bytes> templateSeeds() {
    std::vector<Bytes> out;
    for (const auto& one : model::shippedTemplates()) out.push_back(bytesOf(one.json));
    out.push_back(bytesOf("罚款人民币1,820,000.00元（大写：壹佰捌拾贰万元整）"));
    return out;
}

std::string filters(ByteView bytes) {
    const auto read = model::parseFilter(words(bytes));
    if (!read) return {};
    const auto printed = model::printFilter(read->filter);
    if (printed.size() > model::kLongestFilter) return {}; // quotation marks may make it longer than is read
    const auto again = model::parseFilter(printed);
    return again && model::printFilter(again->filter) == printed ? std::string() : kOther;
}
std::vector<Bytes> filterSeeds() {
    return {bytesOf("stage:received,verification -is:unread \"two words\" due<2026-03-04 sort:-changed"),
            bytesOf("阶段：受理 线索 fine>=1000")};
}

} // namespace

const std::vector<Decoder>& decoders() {
    static const std::vector<Decoder> all{
        {"submissions", submissions, submissionSeeds},
        {"changes", changes, changesSeeds},
        {"history", history, historySeeds},
        {"messages", messages, messageSeeds},
        {"evidence", evidence, evidenceSeeds},
        {"case-bodies", caseBodies, bodySeeds<model::CaseBody>},
        {"register-bodies", registerBodies, bodySeeds<model::RegisterBody>},
        {"files", files, fileSeeds},
        {"hub-files", hubFiles, hubFileSeeds},
        {"reports", reports, reportSeeds},
        {"definitions", definitions, definitionSeeds},
        {"templates", templates, templateSeeds},
        {"filters", filters, filterSeeds},
    };
    return all;
}

const Decoder* decoder(const std::string& name) {
    const auto found = std::ranges::find(decoders(), name, [](const Decoder& one) { return std::string(one.name); });
    return found == decoders().end() ? nullptr : &*found;
}

} // namespace fuzz
