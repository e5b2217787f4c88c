// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/body.h"
#include "model/case/body_reader.h"

#include <ranges>
#include <utility>

namespace model {

namespace {

using cbor::MapWriter;
using cbor::readDigest;
using cbor::readId;
using cbor::readMap;
using cbor::tryKind;

void writeRoles(CborWriter& out, const std::set<Role>& roles) {
    out.array(roles.size());
    for (const Role role : roles) out.text(roleName(role));
}

std::set<Role> readRoles(CborReader& in) {
    std::set<Role> roles;
    const auto count = in.array(16);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        if (const auto role = parseRole(in.text())) roles.insert(*role);
        else in.fault("unknown role");
    }
    return roles;
}

crypto::PublicIdentity readIdentity(CborReader& in) {
    const auto identity = crypto::PublicIdentity::decode(in.bytes());
    if (!identity) in.fault("not a public identity");
    return identity.value_or(crypto::PublicIdentity{});
}

void writePerson(MapWriter& clear, const Person& person) {
    clear["id"].bytes(person.id.view());
    clear["identity"].bytes(person.identity.encode());
    writeRoles(clear["roles"], person.roles);
    clear["certified"].boolean(person.certified);
}

void readPerson(Person& person, std::string_view key, CborReader& in) {
    if (key == "id") person.id = readId<PersonId>(in);
    else if (key == "identity") person.identity = readIdentity(in);
    else if (key == "roles") person.roles = readRoles(in);
    else if (key == "certified") person.certified = in.boolean();
    else in.fault("unknown key");
}

void writeMembers(CborWriter& out, const std::map<PersonId, Bytes>& members) {
    out.array(members.size());
    for (const auto& [person, sealed] : members) out.array(2).bytes(person.view()).bytes(sealed);
}

Bytes readBytes(CborReader& in) {
    const auto bytes = in.bytes();
    return {bytes.begin(), bytes.end()};
}

std::map<PersonId, Bytes> readMembers(CborReader& in) {
    constexpr std::uint64_t kMemberLimit = 10'000;
    std::map<PersonId, Bytes> members;
    const auto count = in.array(kMemberLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(2);
        const auto person = readId<PersonId>(in);
        members[person] = readBytes(in);
    }
    return members;
}

EncodedBody write(const OfficeFounded& body) {
    MapWriter clear;
    writePerson(clear, body.founder);
    clear["hub"].bytes(body.hub.encode());
    MapWriter sealed;
    sealed["name"].text(body.founder.name);
    sealed["office"].text(body.name);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const PersonAdded& body) {
    MapWriter clear;
    writePerson(clear, body.person);
    MapWriter sealed;
    sealed["name"].text(body.person.name);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const PersonChanged& body) {
    MapWriter clear;
    clear["id"].bytes(body.person.view());
    writeRoles(clear["roles"], body.roles);
    clear["certified"].boolean(body.certified);
    clear["active"].boolean(body.active);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const UnitFounded& body) {
    MapWriter clear;
    clear["id"].bytes(body.unit.id.view());
    clear["name"].text(body.unit.name);
    clear["identity"].bytes(body.unit.identity.encode());
    writeMembers(clear["members"], body.unit.members);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const UnitJoined& body) {
    MapWriter clear;
    clear["id"].bytes(body.unit.view());
    clear["person"].bytes(body.person.view());
    clear["sealed"].bytes(body.sealedIdentity);
    clear["with"].bytes(body.with.view());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const UnitStaffed& body) {
    MapWriter clear;
    clear["id"].bytes(body.unit.view());
    clear["person"].bytes(body.person.view());
    clear["member"].boolean(body.member);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const UnitTurned& body) {
    MapWriter clear;
    clear["id"].bytes(body.unit.view());
    clear["identity"].bytes(body.identity.encode());
    writeMembers(clear["members"], body.members);
    clear["former"].bytes(body.former);
    clear["with"].bytes(body.with.view());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const IdentityProposed& body) {
    MapWriter clear;
    clear["person"].bytes(body.person.view());
    clear["identity"].bytes(body.identity.encode());
    MapWriter sealed;
    sealed["why"].text(body.why);
    return {std::string(body.kKind), clear.take(), sealed.take()};
}

EncodedBody write(const IdentityDeclined& body) {
    MapWriter clear;
    clear["person"].bytes(body.person.view());
    clear["proposal"].bytes(body.proposal.bytes);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const IdentityReplaced& body) {
    MapWriter clear;
    clear["person"].bytes(body.person.view());
    clear["proposal"].bytes(body.proposal.bytes);
    clear["identity"].bytes(body.identity.encode());
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const WorkflowAdopted& body) {
    MapWriter clear;
    clear["definition"].text(body.definition);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const CalendarAdopted& body) {
    MapWriter clear;
    clear["calendar"].text(body.calendar);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const TemplateAdopted& body) {
    MapWriter clear;
    clear["id"].text(body.id);
    clear["text"].text(body.text);
    return {std::string(body.kKind), clear.take(), {}};
}

EncodedBody write(const UnknownBody&) {
    std::unreachable(); // nobody says what this program does not know
}

bool readBody(OfficeFounded& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 5, [&](std::string_view key, CborReader& in) {
        if (key == "hub") body.hub = readIdentity(in);
        else readPerson(body.founder, key, in);
    });
    return ok && (!plain || readMap(*plain, 2, [&](std::string_view key, CborReader& in) {
               if (key == "name") body.founder.name = in.text();
               else if (key == "office") body.name = in.text();
               else in.fault("unknown key");
           }));
}

bool readBody(PersonAdded& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 4, [&](std::string_view key, CborReader& in) { readPerson(body.person, key, in); });
    return ok && (!plain || cbor::readText(*plain, "name", body.person.name));
}

bool readBody(PersonChanged& body, ByteView clear, const Bytes*) {
    return readMap(clear, 4, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.person = readId<PersonId>(in);
        else if (key == "roles") body.roles = readRoles(in);
        else if (key == "certified") body.certified = in.boolean();
        else if (key == "active") body.active = in.boolean();
        else in.fault("unknown key");
    });
}

bool readBody(UnitFounded& body, ByteView clear, const Bytes*) {
    return readMap(clear, 4, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.unit.id = readId<UnitId>(in);
        else if (key == "name") body.unit.name = in.text();
        else if (key == "identity") body.unit.identity = readIdentity(in);
        else if (key == "members") body.unit.members = readMembers(in);
        else in.fault("unknown key");
    });
}

bool readBody(UnitJoined& body, ByteView clear, const Bytes*) {
    return readMap(clear, 4, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.unit = readId<UnitId>(in);
        else if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "sealed") body.sealedIdentity = readBytes(in);
        else if (key == "with") body.with = readDigest(in);
        else in.fault("unknown key");
    });
}

bool readBody(UnitStaffed& body, ByteView clear, const Bytes*) {
    return readMap(clear, 3, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.unit = readId<UnitId>(in);
        else if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "member") body.member = in.boolean();
        else in.fault("unknown key");
    });
}

bool readBody(UnitTurned& body, ByteView clear, const Bytes*) {
    return readMap(clear, 5, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.unit = readId<UnitId>(in);
        else if (key == "identity") body.identity = readIdentity(in);
        else if (key == "members") body.members = readMembers(in);
        else if (key == "former") body.former = readBytes(in);
        else if (key == "with") body.with = readDigest(in);
        else in.fault("unknown key");
    });
}

bool readBody(IdentityProposed& body, ByteView clear, const Bytes* plain) {
    const bool ok = readMap(clear, 2, [&](std::string_view key, CborReader& in) {
        if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "identity") body.identity = readIdentity(in);
        else in.fault("unknown key");
    });
    return ok && (!plain || cbor::readText(*plain, "why", body.why));
}

bool readBody(IdentityDeclined& body, ByteView clear, const Bytes*) {
    return readMap(clear, 2, [&](std::string_view key, CborReader& in) {
        if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "proposal") body.proposal = readDigest(in);
        else in.fault("unknown key");
    });
}

bool readBody(IdentityReplaced& body, ByteView clear, const Bytes*) {
    return readMap(clear, 3, [&](std::string_view key, CborReader& in) {
        if (key == "person") body.person = readId<PersonId>(in);
        else if (key == "proposal") body.proposal = readDigest(in);
        else if (key == "identity") body.identity = readIdentity(in);
        else in.fault("unknown key");
    });
}

bool readBody(WorkflowAdopted& body, ByteView clear, const Bytes*) {
    return readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "definition") body.definition = in.text();
        else in.fault("unknown key");
    });
}

bool readBody(CalendarAdopted& body, ByteView clear, const Bytes*) {
    return readMap(clear, 1, [&](std::string_view key, CborReader& in) {
        if (key == "calendar") body.calendar = in.text();
        else in.fault("unknown key");
    });
}

bool readBody(TemplateAdopted& body, ByteView clear, const Bytes*) {
    return readMap(clear, 2, [&](std::string_view key, CborReader& in) {
        if (key == "id") body.id = in.text();
        else if (key == "text") body.text = in.text();
        else in.fault("unknown key");
    });
}

} // namespace

std::set<PersonId> UnitTurned::to() const {
    const auto ids = std::views::keys(members);
    return {ids.begin(), ids.end()};
}

EncodedBody writeBody(const RegisterBody& body) {
    return std::visit([](const auto& one) { return write(one); }, body);
}

RegisterBody readRegisterBody(const EventHeader& header, const Bytes* plain) {
    RegisterBody out = UnknownBody{header.kind};
    const auto read = [](auto& body, ByteView clear, const Bytes* sealed) { return readBody(body, clear, sealed); };
    (void)(tryKind<OfficeFounded>(out, header, plain, read) || tryKind<PersonAdded>(out, header, plain, read) ||
           tryKind<PersonChanged>(out, header, plain, read) || tryKind<UnitFounded>(out, header, plain, read) ||
           tryKind<UnitJoined>(out, header, plain, read) || tryKind<UnitStaffed>(out, header, plain, read) ||
           tryKind<UnitTurned>(out, header, plain, read) || tryKind<IdentityProposed>(out, header, plain, read) ||
           tryKind<IdentityDeclined>(out, header, plain, read) || tryKind<IdentityReplaced>(out, header, plain, read) ||
           tryKind<WorkflowAdopted>(out, header, plain, read) || tryKind<CalendarAdopted>(out, header, plain, read) ||
           tryKind<TemplateAdopted>(out, header, plain, read));
    return out;
}

RegisterBody readRegisterBodySoFar(const EventHeader& header, const Bytes*& plain) {
    auto body = readRegisterBody(header, plain);
    if (!plain || !std::holds_alternative<UnknownBody>(body)) return body;
    auto clear = readRegisterBody(header, nullptr);
    if (std::holds_alternative<UnknownBody>(clear)) return body;
    plain = nullptr;
    return clear;
}

} // namespace model
