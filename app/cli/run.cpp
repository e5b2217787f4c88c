// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include "app/cli/help.h"
#include "app/cli/manner.h"
#include "crypto/secret.h"

#include <algorithm>

namespace app {

int runProgram(const Program& program, int argc, char** argv, Answer answer) {
#ifndef __SANITIZE_ADDRESS__ // whose search for leaks has to trace the process
    crypto::hardenProcess();
#endif
    for (int descriptor = 0; descriptor <= 2; ++descriptor) openIfClosed(descriptor);
    const Interrupt interrupt;
    const std::vector<std::string> arguments(argv + 1, argv + std::max(argc, 1));
    const Manner manner = mannerOf(arguments);
    Output output(program.name, manner.language, manner.json, stdout, stderr);
    const auto all = [&]() -> Result<Reply> {
        TRY_ASSIGN(const Parsed parsed, parseArguments(program, arguments));
        return answer(program, parsed, output, interrupt);
    };
    return output.finish(all());
}

Reply helpReply(const Program& program, const Parsed& parsed, const Output& output) {
    Reply reply;
    reply.words = helpText(program, parsed, output.language());
    reply.data["help"] = reply.words;
    return reply;
}

} // namespace app
