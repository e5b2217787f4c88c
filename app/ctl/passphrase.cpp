// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/passphrase.h"

#include "model/workspace/setup_rules.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace app {

namespace {

using crypto::Secret;
using model::Code;
using model::fail;
using model::Result;
using model::Text;

using model::kMaxPassphrase;

/// Turns the echo of a terminal off for as long as it lives.
class Quiet {
public:
    explicit Quiet(int terminal) : m_terminal(terminal) {
        m_changed = tcgetattr(terminal, &m_before) == 0;
        if (!m_changed) return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK);
        quiet.c_lflag |= ECHONL;
        tcsetattr(terminal, TCSAFLUSH, &quiet);
    }
    ~Quiet() {
        if (m_changed) tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

private:
    int m_terminal;
    termios m_before{};
    bool m_changed = false;
};

} // namespace

Result<Secret> Passphrases::nextLine(int descriptor) const {
    // Read into memory that is wiped, byte by byte: what stands behind the line belongs to whoever reads next.
    Secret line = Secret::ofSize(kMaxPassphrase + 1);
    std::size_t size = 0;
    while (size <= kMaxPassphrase) {
        pollfd waiting[2] = {{descriptor, POLLIN, 0}, {m_interrupt.descriptor(), POLLIN, 0}};
        if (poll(waiting, 2, -1) < 0 && errno != EINTR) break;
        if ((waiting[1].revents & POLLIN) != 0) {
            return fail(Code::cancelled, {"Stopped before anything was done", "已停止，未作任何更改"});
        }
        const auto got = read(descriptor, line.mutableView().data() + size, 1);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) {
            return fail(Code::usage, {"The passphrase could not be read", "无法读取口令"},
                        {"Open the descriptor for reading: --passphrase-fd 3 3<FILE",
                         "请以读方式打开描述符：--passphrase-fd 3 3<文件"},
                        "--passphrase-fd " + std::to_string(descriptor));
        }
        if (got == 0 || line.view()[size] == '\n') return Secret(line.view().first(size));
        ++size;
    }
    return fail(Code::usage, {"The passphrase is longer than 1024 bytes", "口令超过 1024 字节"});
}

Result<Secret> Passphrases::fromTerminal(const Text& what) const {
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) {
        return fail(Code::locked,
                    {"A passphrase is needed and there is no terminal to ask on", "需要口令，但没有可询问的终端"},
                    {"Give it by file descriptor: --passphrase-fd N", "请用文件描述符提供：--passphrase-fd N"});
    }
    const std::string prompt = what.in(m_language) + (m_language == model::Language::zh ? "：" : ": ");
    [[maybe_unused]] const auto written = write(terminal, prompt.data(), prompt.size());
    auto line = [&] {
        const Quiet quiet(terminal);
        return nextLine(terminal);
    }();
    close(terminal);
    return line;
}

Result<Secret> Passphrases::ask(const Text& what) {
    auto answer = m_descriptor ? nextLine(*m_descriptor) : fromTerminal(what);
    if (answer && answer->empty()) {
        return fail(Code::locked, model::fill({"No passphrase was given for: {0}", "没有给出口令：{0}"}, what),
                    {"Each passphrase is one line of the descriptor.", "描述符中每个口令占一行。"});
    }
    return answer;
}

Result<Secret> Passphrases::askNew(const Text& what) {
    TRY_ASSIGN(Secret first, ask(what));
    if (m_descriptor) return first;
    TRY_ASSIGN(const Secret again, ask({"Once more", "再输入一次"}));
    TRY(model::checkRepeated(first.view(), again.view()));
    return first;
}

} // namespace app
