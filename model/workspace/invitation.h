// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

namespace model {

inline constexpr std::size_t kInvitationLimit = 64 * 1024; ///< bytes of an invitation, and of a request

/// What is handed to a person who shall join an office from another machine: where its hub is, and which office it is.
/// It holds no secret, and lets nobody in (docs/formats.md).
struct Invitation {
    crypto::Suite suite = crypto::Suite::intl1;
    CaseId office;
    Digest fingerprint{};
    HubAddress hub;
    std::optional<PersonId> person =
        {}; ///< of the office, who lost their keys and makes new ones; nothing: for anybody new
    friend bool operator==(const Invitation&, const Invitation&) = default;
};

/// The invitation of the office in this folder. Code::refused if its hub is in its folder, or not known yet.
Result<Invitation> invitationOf(const std::filesystem::path& folder);
std::string writeInvitation(const Invitation& invitation);
/// Code::malformed if it is none, Code::newer if a later version of the program wrote it.
Result<Invitation> readInvitation(std::string_view bytes);

/// What a person hands back, so that an administrator can admit them: who they are, and their public keys. Nothing in
/// it is secret; that it is theirs is seen by comparing fingerprints.
struct JoinRequest {
    PersonId person;
    Digest fingerprint{}; ///< of the office
    std::string name;
    crypto::PublicIdentity identity;
    friend bool operator==(const JoinRequest&, const JoinRequest&) = default;
};
std::string writeJoinRequest(const JoinRequest& request);
/// Errors as of readInvitation().
Result<JoinRequest> readJoinRequest(std::string_view bytes);

/// The invitation in a file; nothing if it is another file, or no file.
Result<std::optional<Invitation>> invitationAt(const std::filesystem::path& file);

/// The file in the folder of an office that was joined by invitation, with the request that is to be handed in.
inline constexpr std::string_view kRequestFile = "request-to-join.json";

/// Makes the folder of an office on this machine, and in it keys for a person who wants to join, and their request
/// (kRequestFile). They can unlock once an administrator has admitted them. Stopped or failed, it leaves nothing.
Result<JoinRequest> joinByInvitation(const std::filesystem::path& folder, const Invitation& invitation,
                                     const PersonRequest& request, ByteView passphrase, const Surroundings& with,
                                     const Doing& doing = {}, std::stop_token stop = {});

} // namespace model
