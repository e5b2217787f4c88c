// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/help.h"
#include "crypto/secret.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace {

using app::Language;

Language languageFromEnvironment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
    }
    return Language::en;
}

/// How to answer must be known before the command line is understood: also a mistake in it is told in the right way.
struct Manner {
    Language language = languageFromEnvironment();
    bool json = false;
};

Manner mannerOf(const std::vector<std::string>& arguments) {
    Manner manner;
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        if (arguments[i] == "--json") manner.json = true;
        const std::string value = arguments[i] == "--lang" && i + 1 < arguments.size() ? arguments[i + 1]
                                  : arguments[i].starts_with("--lang=")                ? arguments[i].substr(7)
                                                                                       : "";
        if (value == "en") manner.language = Language::en;
        if (value == "zh") manner.language = Language::zh;
    }
    return manner;
}

app::Result<app::Reply> answer(const app::Program& program, const std::vector<std::string>& arguments,
                               app::Output& output, const app::Interrupt& interrupt) {
    TRY_ASSIGN(const app::Parsed parsed, app::parseArguments(program, arguments));
    app::Context context(parsed.call, program, output, interrupt);
    if (parsed.help) {
        app::Reply reply;
        reply.words = app::helpText(program, parsed, output.language());
        reply.data["help"] = reply.words;
        return reply;
    }
    if (parsed.version) return app::versionReply(context);
    return parsed.command->run(parsed.call, context);
}

} // namespace

int main(int argc, char** argv) {
#ifndef __SANITIZE_ADDRESS__ // whose search for leaks has to trace the process
    crypto::hardenProcess();
#endif
    // A file opened as descriptor 0, 1 or 2 would get what was meant for the terminal.
    for (int descriptor = 0; descriptor <= 2; ++descriptor) app::openIfClosed(descriptor);
    const app::Interrupt interrupt;
    const std::vector<std::string> arguments(argv + 1, argv + std::max(argc, 1));
    const Manner manner = mannerOf(arguments);
    app::Output output(manner.language, manner.json, stdout, stderr);
    const app::Program program = app::program();
    return output.finish(answer(program, arguments, output, interrupt));
}
