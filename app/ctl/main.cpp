// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/cli/help.h"
#include "app/cli/manner.h"
#include "crypto/secret.h"

#include <algorithm>

namespace {

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
    for (int descriptor = 0; descriptor <= 2; ++descriptor) app::openIfClosed(descriptor);
    const app::Interrupt interrupt;
    const std::vector<std::string> arguments(argv + 1, argv + std::max(argc, 1));
    const app::Manner manner = app::mannerOf(arguments);
    const app::Program program = app::program();
    app::Output output(program.name, manner.language, manner.json, stdout, stderr);
    return output.finish(answer(program, arguments, output, interrupt));
}
