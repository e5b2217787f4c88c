// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"
#include "crypto/secret.h"
#include "model/base/result.h"

#include <optional>

namespace app {

/// Where passphrases come from: the lines of a file descriptor, or the terminal without echo. Never the command line
/// and never the environment, which others on the machine can read.
class Passphrases {
public:
    Passphrases(std::optional<int> descriptor, model::Language language, const Interrupt& interrupt)
        : m_descriptor(descriptor), m_language(language), m_interrupt(interrupt) {}

    /// The next passphrase. `what` is what the terminal asks, such as "Passphrase of officer".
    model::Result<crypto::Secret> ask(const model::Text& what);
    /// A new passphrase: on a terminal it is asked for twice.
    model::Result<crypto::Secret> askNew(const model::Text& what);

private:
    model::Result<crypto::Secret> nextLine(int descriptor) const;
    model::Result<crypto::Secret> fromTerminal(const model::Text& what) const;

    std::optional<int> m_descriptor;
    model::Language m_language;
    const Interrupt& m_interrupt;
};

} // namespace app
