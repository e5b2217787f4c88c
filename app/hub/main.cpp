// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"
#include "app/hub/commands.h"

namespace {

app::Result<app::Reply> answer(const app::Program& program, const app::Parsed& parsed, app::Output& output,
                               const app::Interrupt& interrupt) {
    if (parsed.version) {
        app::Reply reply;
        reply.words = program.name + " " TOUCHSTONE_VERSION "\n";
        reply.data["version"] = TOUCHSTONE_VERSION;
        return reply;
    }
    if (parsed.command == nullptr || parsed.help) return app::helpReply(program, parsed, output);
    return app::runHub(parsed, interrupt, output);
}

} // namespace

int main(int argc, char** argv) { return app::runProgram(app::hubProgram(), argc, argv, answer); }
