// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/ctl/passphrase.h"
#include "app/link/http_transport.h"
#include "model/workspace/workspace.h"

#include <filesystem>

namespace app {

/// What every command works with: the office and person asked for, and the program's ways in and out.
class Context {
public:
    Context(const Invocation& call, const Program& program, Output& output, const Interrupt& interrupt);

    [[nodiscard]] const Program& program() const { return m_program; }
    [[nodiscard]] Output& output() { return m_output; }
    [[nodiscard]] Passphrases& passphrases() { return m_passphrases; }
    [[nodiscard]] std::stop_token stop() const { return m_interrupt.token(); }
    [[nodiscard]] bool zh() const { return m_output.language() == Language::zh; }
    [[nodiscard]] const std::string& in(const Text& text) const { return m_output.in(text); }
    [[nodiscard]] model::Surroundings surroundings() const {
        model::Surroundings with{m_clock.get(), m_random.get(), httpWay, m_interrupt.token()};
        with.tokens = m_tokens.get();
        return with;
    }
    /// How tokens are reached: --module, else TOUCHSTONE_TOKEN_MODULE, else the modules that the system knows.
    [[nodiscard]] crypto::Tokens& tokens() { return *m_tokens; }
    /// Shows progress on the terminal as `what`.
    [[nodiscard]] model::Progress progress(Text what);

    /// Something to think of, on stderr. Nothing with --json.
    void note(const Text& text);

    /// --office or TOUCHSTONE_OFFICE.
    Result<std::filesystem::path> officeFolder() const;
    /// A new passphrase, with what there is to think of about it.
    Result<crypto::Secret> newPassphrase(const std::string& label);
    /// What new keys are made with: the PIN of the token that --token names, which `token` is then, or a new
    /// passphrase.
    Result<crypto::Secret> newSecret(const std::string& label, std::optional<crypto::TokenName>& token);
    /// Asks for the passphrase of --person (or TOUCHSTONE_PERSON, or the only person there is) and unlocks.
    Result<std::unique_ptr<model::Workspace>> open() { return open(Hub::ask); }
    /// Whether an office that is known here is opened with an exchange, or the hub is left alone.
    enum class Hub { ask, leave };
    Result<std::unique_ptr<model::Workspace>> open(Hub hub);

private:
    void noteOf(const model::HubOversight& oversight);
    Result<crypto::Secret> askPin(const crypto::TokenInfo& token);
    Result<crypto::Secret> askSecret(const std::filesystem::path& folder, const model::Profile& profile);

    const Invocation& m_call;
    const Program& m_program;
    Output& m_output;
    const Interrupt& m_interrupt;
    Passphrases m_passphrases;
    std::unique_ptr<model::Clock> m_clock;
    std::unique_ptr<crypto::Random> m_random;
    std::unique_ptr<crypto::Tokens> m_tokens;
};

/// The person of an office whom a word means: an id, a label of the unlock page, or a name.
Result<model::PersonId> personOf(const model::Workspace& workspace, std::string_view word);

/// The whole path of what is named from where the program was started.
Result<std::filesystem::path> fullPath(const std::filesystem::path& path);

/// FIELD=VALUE, or FIELD=@FILE, as its two parts.
Result<std::pair<std::string, std::string>> parseSetting(const std::string& word);

/// A whole file, at most `limit` bytes; "-" is standard input.
Result<std::string> readFile(const std::string& path, std::size_t limit);
/// Writes a file that did not exist, whole or not at all.
Result<void> writeNewFile(const std::filesystem::path& path, crypto::ByteView bytes);

} // namespace app
