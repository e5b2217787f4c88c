// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"
#include "app/ctl/commands.h"

namespace {

app::Result<app::Reply> answer(const app::Program& program, const app::Parsed& parsed, app::Output& output,
                               const app::Interrupt& interrupt) {
    if (parsed.help) return app::helpReply(program, parsed, output);
    app::Context context(parsed.call, program, output, interrupt);
    if (parsed.version) return app::versionReply(context);
    return parsed.command->run(parsed.call, context);
}

} // namespace

int main(int argc, char** argv) { return app::runProgram(app::program(), argc, argv, answer); }
