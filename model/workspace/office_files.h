// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"
#include "crypto/passphrase.h"
#include "model/base/id.h"
#include "model/base/result.h"
#include "model/store/whole_file.h"
#include "model/sync/transport.h"
#include "model/workspace/workspace.h"

#include <filesystem>

// An office on disk (docs/formats.md):
//   office.cbor                 version, suite, register id, fingerprint: readable by anyone who has the disk
//   hub.db                      the embedded hub's store; its key is sealed to each person
//   hub.cbor                    instead of it, once the office has a hub elsewhere: its identity, and where it is
//   evidence/                   sealed evidence, shared by the people of the machine
//   people/<id>/identity.cbor   label, public identity, and the person's keys under their passphrase
//   people/<id>/hub.sealed      the hub's key, sealed to the person; missing until they are admitted
//   people/<id>/vault.db        the person's store
//   people/<id>.new/            new keys of the person, until they are approved
//   people/<id>.before-<n>/     keys and store that new ones have replaced

namespace model {

/// The keys that a passphrase opens, or a token with its PIN.
struct PersonKeys {
    crypto::Identity identity;
    crypto::Secret vaultKey; ///< 32 bytes
};

struct OfficeFile {
    crypto::Suite suite = crypto::Suite::intl1;
    CaseId office;
    Digest fingerprint{};
};

/// Where the key that signs is, if not in the identity file.
struct TokenPlace {
    crypto::TokenName token;
    Bytes key; ///< its CKA_ID there
};

/// What keys are sealed under: a passphrase, at what a guess is to cost; or a token, whose PIN the secret is then.
struct Sealing {
    ByteView secret;
    crypto::PassphraseCost cost = {}; ///< of a passphrase
    std::optional<crypto::TokenName> token = {};
    crypto::Tokens* tokens = nullptr;
};

/// How long one guess of a passphrase shall take on the machine where keys are made.
inline constexpr std::chrono::milliseconds kPassphraseTime{500};

/// What identity.cbor says without the passphrase.
struct IdentityFile {
    crypto::Suite suite = crypto::Suite::intl1;
    PersonId person;
    std::string label;
    std::string
        name; ///< given when asking to join, until admitted; sealed into the register from then on and dropped here
    crypto::PublicIdentity identity;
    crypto::PassphraseCost cost; ///< of a passphrase
    Bytes salt;
    Bytes sealedKeys;
    std::optional<TokenPlace> token = {};
};

Result<void> writeOfficeFile(const std::filesystem::path& folder, const OfficeFile& file);
Result<OfficeFile> readOfficeFile(const std::filesystem::path& folder);

/// hub.cbor: that the office has a hub elsewhere, and where. Nothing for a stand-alone office. The suite is the
/// office's.
Result<void> writeHubFile(const std::filesystem::path& folder, const HubAddress& address);
Result<std::optional<HubAddress>> readHubFile(const std::filesystem::path& folder);

std::filesystem::path personFolder(const std::filesystem::path& folder, PersonId person);

/// Makes keys and writes them under a passphrase or a token. Where that fails nothing is left, on the token neither.
Result<PersonKeys> makeKeys(const std::filesystem::path& folder, PersonId person, const PersonRequest& request,
                            crypto::Suite suite, const Sealing& sealing, crypto::Random& random);
Result<IdentityFile> readIdentityFile(const std::filesystem::path& folder, PersonId person);

/// Where new keys of a person wait until a second person has approved them.
std::filesystem::path renewalFolder(const std::filesystem::path& folder, PersonId person);
/// Makes new keys for a person of this office in renewalFolder(), in the place of others that waited there.
Result<PersonKeys> makeNewKeys(const std::filesystem::path& folder, PersonId person, const PersonRequest& request,
                               crypto::Suite suite, const Sealing& sealing, crypto::Random& random);
/// Those that wait there; nothing: none do.
Result<std::optional<IdentityFile>> readRenewal(const std::filesystem::path& folder, PersonId person);
/// Puts the new keys in the place of those before, which stay in a folder beside with their vault. The hub's key is
/// sealed to them first. Stopped anywhere, it goes on where it is called again.
Result<void> takeUpNewKeys(const std::filesystem::path& folder, PersonId person, const crypto::Secret& hubKey,
                           crypto::Random& random);
/// The people whose new keys wait in the folder.
std::vector<PersonId> renewals(const std::filesystem::path& folder);
/// Code::locked if the passphrase or the PIN is wrong, Code::damaged if the file is not what was written; of keys on a
/// token also as of tokenError().
Result<PersonKeys> openKeys(const IdentityFile& file, ByteView secret, crypto::Tokens* tokens = nullptr);

/// Seals the hub's key to a person, and opens it.
Result<void> shareHubKey(const std::filesystem::path& folder, PersonId person, const crypto::PublicIdentity& to,
                         const crypto::Secret& hubKey, crypto::Random& random);
Result<crypto::Secret> openHubKey(const std::filesystem::path& folder, PersonId person,
                                  const crypto::Identity& identity);

} // namespace model
