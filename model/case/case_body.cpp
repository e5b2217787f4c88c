// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/body.h"
#include "model/case/body_reader.h"

#include <algorithm>
#include <concepts>
#include <utility>

namespace model {

namespace {

using cbor::MapWriter;
using cbor::readDigest;
using cbor::readId;
using cbor::readMap;
using cbor::tryKind;

std::string text(CborReader& in) { return std::string(in.text()); }

Bytes sealedText(std::string_view key, const std::string& value) {
    MapWriter sealed;
    sealed[key].text(value);
    return sealed.take();
}

EncodedBody write(const ReportReceived& body) {
    MapWriter clear;
    clear["workflow"].text(body.workflow);
    clear["stage"].text(body.stage);
    clear["channel"].text(body.channel);
    clear["kind"].text(body.reportKind);
    MapWriter sealed;
    cbor::writeForm(sealed["facts"], body.facts);
    cbor::writeForm(sealed["report"], body.report);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const FactsSet& body) {
    MapWriter clear;
    auto& fields = clear["fields"];
    fields.array(body.values.size());
    for (const auto& [field, value] : body.values) fields.text(field);
    CborWriter sealed;
    cbor::writeForm(sealed, body.values);
    return {std::string(body.kKind), clear.take(), std::move(sealed).take()};
}

EncodedBody write(const NoteAdded& body) {
    return {std::string(body.kKind), MapWriter().take(), sealedText("text", body.text)};
}

EncodedBody write(const EvidenceAdded& body) {
    MapWriter clear;
    clear["id"].bytes(body.item.view());
    clear["address"].bytes(body.address.view());
    clear["size"].unsignedInt(body.storedSize);
    clear["category"].text(body.category);
    MapWriter sealed;
    sealed["name"].text(body.name);
    sealed["source"].text(body.source);
    sealed["media"].text(body.mediaType);
    sealed["size"].unsignedInt(body.size);
    sealed["sha256"].bytes(body.sha256.view());
    sealed["modified"].signedInt(body.modified.time_since_epoch().count());
    sealed["key"].bytes(body.itemKey);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const DocumentMade& body) {
    MapWriter clear;
    clear["id"].bytes(body.item.view());
    clear["address"].bytes(body.address.view());
    clear["size"].unsignedInt(body.storedSize);
    clear["document"].text(body.document);
    if (body.opening) clear["opening"].bytes(body.opening->view());
    MapWriter sealed;
    sealed["name"].text(body.name);
    sealed["size"].unsignedInt(body.size);
    sealed["sha256"].bytes(body.sha256.view());
    sealed["template"].bytes(body.made.view());
    sealed["key"].bytes(body.itemKey);
    cbor::writeForm(sealed["form"], body.form);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const EvidenceExcluded& body) {
    MapWriter clear;
    clear["id"].bytes(body.item.view());
    return {std::string(body.kKind), clear.take(), sealedText("reason", body.reason)};
}

/// Statements of things: chronology.entered and party.stated.
template <typename T>
    requires std::derived_from<T, ItemStatement>
EncodedBody write(const T& body) {
    MapWriter clear;
    clear["id"].bytes(body.item.view());
    MapWriter sealed;
    cbor::writeForm(sealed["fields"], body.fields);
    auto& evidence = sealed["evidence"];
    evidence.array(body.evidence.size());
    for (const auto& one : body.evidence) evidence.array(2).bytes(one.item.view()).text(one.at);
    return {std::string(T::kKind), clear.take(), sealed.take()};
}

template <typename T>
EncodedBody writeAssignment(const T& body) {
    MapWriter clear;
    clear["person"].bytes(body.person.view());
    clear["role"].text(body.role);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const PersonAssigned& body) { return writeAssignment(body); }
EncodedBody write(const PersonReleased& body) { return writeAssignment(body); }

EncodedBody write(const CaseHanded& body) {
    MapWriter clear;
    clear["unit"].bytes(body.unit.view());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const KeysGiven& body) {
    MapWriter clear;
    clear["person"].bytes(body.person.view());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody writeStep(std::string_view kind, const StepDone& body, MapWriter& clear) {
    clear["step"].text(body.step);
    clear["from"].text(body.from);
    clear["to"].text(body.to);
    clear["role"].text(body.role);
    if (body.day) clear["day"].text(formatDate(*body.day));
    if (!body.documents.empty()) {
        auto& documents = clear["documents"];
        documents.array(body.documents.size());
        for (const auto& one : body.documents) documents.bytes(one.view());
    }
    CborWriter sealed;
    cbor::writeForm(sealed, body.form);
    return {std::string(kind), clear.take(), std::move(sealed).take()};
}

EncodedBody write(const StepDone& body) {
    MapWriter clear;
    return writeStep(body.kKind, body, clear);
}

EncodedBody write(const TrackStep& body) {
    MapWriter clear;
    clear["track"].text(body.track);
    if (body.opening) clear["opening"].bytes(body.opening->view());
    return writeStep(body.kKind, body, clear);
}

EncodedBody write(const EventWithdrawn& body) {
    MapWriter clear;
    clear["event"].bytes(body.event.view());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const CaseOpened& body) { return {std::string(body.kKind), MapWriter().take(), {}}; }

EncodedBody write(const UnknownBody&) {
    std::unreachable(); // nobody says what this program does not know
}

bool readBody(ReportReceived& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 4, [&](std::string_view key, CborReader& in) {
        if (key == "workflow") body.workflow = text(in);
        else if (key == "stage") body.stage = text(in);
        else if (key == "channel") body.channel = text(in);
        else if (key == "kind") body.reportKind = text(in);
        else in.fault("unknown key");
    });
    if (!plain) return ok;
    return ok && readMap(*plain, 2, [&](std::string_view key, CborReader& in) {
               if (key == "facts") body.facts = cbor::readForm(in);
               else if (key == "report") body.report = cbor::readForm(in);
               else in.fault("unknown key");
           });
}

bool readBody(FactsSet& body, ByteView clear, const Bytes* plain) {
    constexpr std::uint64_t kFieldLimit = 1'000;
    const bool ok = readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key != "fields") return in.fault("unknown key");
        const auto count = in.array(kFieldLimit);
        // In their order and each once, as they are written: one value has one encoding.
        for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
            const std::string name(in.text());
            if (!body.values.empty() && name <= body.values.rbegin()->first) return in.fault("names out of order");
            body.values.emplace(name, "");
        }
    });
    if (!ok || !plain) return ok;
    CborReader in(*plain);
    Form values = cbor::readForm(in);
    // The names that the hub judged must be those whose values are sealed.
    if (!in.finish("facts") || values.size() != body.values.size()) return false;
    for (const auto& [field, value] : values) {
        if (!body.values.contains(field)) return false;
    }
    body.values = std::move(values);
    return true;
}

bool readBody(NoteAdded& body, ByteView clear, const Bytes* plain) {
    if (!readMap(clear, 0, [](std::string_view, CborReader&) {})) return false;
    return !plain || cbor::readText(*plain, "text", body.text);
}

bool readBody(EvidenceAdded& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 4, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.item = readId<ItemId>(in);
        else if (key == "address") body.address = readDigest(in);
        else if (key == "size") body.storedSize = in.unsignedInt();
        else if (key == "category") body.category = text(in);
        else in.fault("unknown key");
    });
    if (!ok || !plain) return ok;
    return readMap(*plain, 7, [&](std::string_view key, CborReader& in) {
        if (key == "name") body.name = text(in);
        else if (key == "source") body.source = text(in);
        else if (key == "media") body.mediaType = text(in);
        else if (key == "size") body.size = in.unsignedInt();
        else if (key == "sha256") body.sha256 = readDigest(in);
        else if (key == "modified") body.modified = Instant{std::chrono::milliseconds{in.signedInt()}};
        else if (key == "key") {
            const auto itemKey = in.bytesOf(32);
            body.itemKey.assign(itemKey.begin(), itemKey.end());
        } else in.fault("unknown key");
    });
}

bool readBody(DocumentMade& body, ByteView clear, const Bytes* plain) {
    CborReader in(clear);
    std::string_view key;
    const auto count = in.map(5);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        key = in.key(key);
        if (!in.ok()) break;
        if (key == "id") body.item = readId<ItemId>(in);
        else if (key == "address") body.address = readDigest(in);
        else if (key == "size") body.storedSize = in.unsignedInt();
        else if (key == "document") body.document = text(in);
        else if (key == "opening") body.opening = readDigest(in);
        else in.fault("unknown key");
    }
    // No key stands twice, so with or without the one that may be missing the others are there.
    if (!in.finish("body") || count != (body.opening ? 5U : 4U)) return false;
    return !plain || readMap(*plain, 6, [&](std::string_view name, CborReader& sealed) {
        if (name == "name") body.name = text(sealed);
        else if (name == "size") body.size = sealed.unsignedInt();
        else if (name == "sha256") body.sha256 = readDigest(sealed);
        else if (name == "template") body.made = readDigest(sealed);
        else if (name == "key") {
            const auto itemKey = sealed.bytesOf(32);
            body.itemKey.assign(itemKey.begin(), itemKey.end());
        } else if (name == "form") body.form = cbor::readForm(sealed);
        else sealed.fault("unknown key");
    });
}

bool readBody(EvidenceExcluded& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.item = readId<ItemId>(in);
        else in.fault("unknown key");
    });
    return ok && (!plain || cbor::readText(*plain, "reason", body.reason));
}

template <typename T>
    requires std::derived_from<T, ItemStatement>
bool readBody(T& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.item = readId<ItemId>(in);
        else in.fault("unknown key");
    });
    if (!ok || !plain) return ok;
    const bool read = readMap(*plain, 2, [&](std::string_view key, CborReader& in) {
        if (key == "fields") {
            body.fields = cbor::readForm(in);
            for (const auto& [field, value] : body.fields) {
                // An empty value is none: it would be a second way to say the same.
                if (value.empty() || !std::ranges::contains(T::kFields, std::string_view(field)))
                    in.fault("unknown field");
            }
        } else if (key == "evidence") {
            const auto count = in.array(kMaxCitations);
            for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
                in.arrayOf(2);
                const auto item = readId<ItemId>(in);
                body.evidence.push_back({item, text(in)});
            }
        } else in.fault("unknown key");
    });
    return read;
}

template <typename T>
bool readAssignment(T& body, ByteView clear) {
    return readMap(clear, 2, [&](std::string_view key, CborReader& in) {
        if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "role") body.role = text(in);
        else in.fault("unknown key");
    });
}

bool readBody(PersonAssigned& body, ByteView clear, const Bytes*) { return readAssignment(body, clear); }
bool readBody(PersonReleased& body, ByteView clear, const Bytes*) { return readAssignment(body, clear); }

bool readBody(CaseHanded& body, ByteView clear, const Bytes*) {
    return readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "unit") body.unit = readId<UnitId>(in);
        else in.fault("unknown key");
    });
}

bool readBody(KeysGiven& body, ByteView clear, const Bytes*) {
    return readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "person") body.person = readId<PersonId>(in);
        else in.fault("unknown key");
    });
}

Date readDay(CborReader& in) {
    const auto written = in.text();
    const auto day = parseDate(written);
    if (!day || formatDate(*day) != written) in.fault("no day");
    return day.value_or(Date{});
}

/// A step with the keys that it always has, and those it may have: `side` is of a step beside the main track.
bool readStep(StepDone& body, TrackStep* side, ByteView clear, const Bytes* plain) {
    const std::uint64_t always = side != nullptr ? 5 : 4;
    CborReader in(clear);
    std::string_view key;
    const auto count = in.map(always + 3);
    std::uint64_t may = 0;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        key = in.key(key);
        if (!in.ok()) break;
        if (key == "step") body.step = text(in);
        else if (key == "from") body.from = text(in);
        else if (key == "to") body.to = text(in);
        else if (key == "role") body.role = text(in);
        else if (side != nullptr && key == "track") side->track = text(in);
        else {
            ++may;
            if (key == "day") body.day = readDay(in);
            else if (key == "documents") {
                const auto documents = in.array(kMaxStepDocuments);
                if (documents == 0) in.fault("an empty list");
                for (std::uint64_t n = 0; n < documents && in.ok(); ++n) body.documents.push_back(readDigest(in));
            } else if (side != nullptr && key == "opening") side->opening = readDigest(in);
            else in.fault("unknown key");
        }
    }
    // No key stands twice, so as many others as there must be are exactly those.
    if (!in.finish("body") || count != always + may) return false;
    if (!plain) return true;
    CborReader form(*plain);
    body.form = cbor::readForm(form);
    return form.finish("form").has_value();
}

bool readBody(StepDone& body, ByteView clear, const Bytes* plain) { return readStep(body, nullptr, clear, plain); }
bool readBody(TrackStep& body, ByteView clear, const Bytes* plain) { return readStep(body, &body, clear, plain); }

bool readBody(EventWithdrawn& body, ByteView clear, const Bytes*) {
    return readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "event") body.event = readDigest(in);
        else in.fault("unknown key");
    });
}

bool readBody(CaseOpened&, ByteView clear, const Bytes*) {
    return readMap(clear, 0, [](std::string_view, CborReader&) {});
}

} // namespace

EncodedBody writeBody(const CaseBody& body) {
    return std::visit([](const auto& one) { return write(one); }, body);
}

CaseBody readCaseBody(const EventHeader& header, const Bytes* plain) {
    CaseBody out = UnknownBody{header.kind};
    const auto read = [](auto& body, ByteView clear, const Bytes* sealed) { return readBody(body, clear, sealed); };
    (void)(tryKind<ReportReceived>(out, header, plain, read) || tryKind<FactsSet>(out, header, plain, read) ||
           tryKind<NoteAdded>(out, header, plain, read) || tryKind<EvidenceAdded>(out, header, plain, read) ||
           tryKind<EvidenceExcluded>(out, header, plain, read) || tryKind<DocumentMade>(out, header, plain, read) ||
           tryKind<ChronologyEntered>(out, header, plain, read) || tryKind<PartyStated>(out, header, plain, read) ||
           tryKind<PersonAssigned>(out, header, plain, read) || tryKind<PersonReleased>(out, header, plain, read) ||
           tryKind<KeysGiven>(out, header, plain, read) || tryKind<CaseHanded>(out, header, plain, read) ||
           tryKind<StepDone>(out, header, plain, read) || tryKind<TrackStep>(out, header, plain, read) ||
           tryKind<EventWithdrawn>(out, header, plain, read) || tryKind<CaseOpened>(out, header, plain, read));
    return out;
}

CaseBody readCaseBodySoFar(const EventHeader& header, const Bytes*& plain) {
    auto body = readCaseBody(header, plain);
    if (!plain || !std::holds_alternative<UnknownBody>(body)) return body;
    auto clear = readCaseBody(header, nullptr);
    if (std::holds_alternative<UnknownBody>(clear)) return body;
    plain = nullptr;
    return clear;
}

bool mayGiveKeys(std::string_view kind) {
    const auto is = [&](auto... kinds) { return ((kind == kinds) || ...); };
    return !is(FactsSet::kKind, NoteAdded::kKind, EvidenceAdded::kKind, EvidenceExcluded::kKind, DocumentMade::kKind,
               ChronologyEntered::kKind, PartyStated::kKind, StepDone::kKind, TrackStep::kKind, EventWithdrawn::kKind,
               CaseOpened::kKind);
}

} // namespace model
