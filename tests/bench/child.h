// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

/// What the benches that start programs have in common.
namespace bench {

/// The value of a result; a failure ends the bench with the error in words.
template <class T>
T must(model::Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "bench: %s\n", sentence(result.error(), model::Language::en).c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A program that runs beside us, and ends with this.
class Child {
public:
    enum class Hear { nothing, output, errors }; ///< what of it comes through line()

    explicit Child(const std::vector<std::string>& words, Hear hear = Hear::nothing) {
        std::array<int, 2> out{}, in{};
        if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(in.data(), O_CLOEXEC) != 0) std::exit(1);
        m_pid = ::fork();
        if (m_pid == 0) {
            std::vector<char*> arguments;
            for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
            arguments.push_back(nullptr);
            const int nowhere = ::open("/dev/null", O_WRONLY);
            if (::dup2(hear == Hear::errors ? out[1] : nowhere, STDERR_FILENO) < 0 ||
                ::dup2(hear == Hear::output ? out[1] : nowhere, STDOUT_FILENO) < 0 || ::dup2(in[0], STDIN_FILENO) < 0)
                std::_Exit(126);
            ::execvp(arguments[0], arguments.data());
            std::_Exit(127);
        }
        ::close(out[1]);
        ::close(in[0]);
        m_from = out[0];
        m_to = in[1];
    }
    ~Child() {
        if (m_pid > 0) {
            ::kill(m_pid, SIGTERM);
            (void)wait();
        }
        ::close(m_from);
        if (m_to >= 0) ::close(m_to);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The next line of what it says.
    [[nodiscard]] std::string line() const {
        std::string text;
        char c = 0;
        while (::read(m_from, &c, 1) == 1 && c != '\n') text += c;
        return text;
    }
    /// All that it is to read.
    void say(std::string_view text) {
        if (::write(m_to, text.data(), text.size()) < 0) std::exit(1);
        ::close(m_to);
        m_to = -1;
    }
    [[nodiscard]] std::string pid() const { return std::to_string(m_pid); }
    /// Its exit code.
    int wait() {
        int status = 0;
        (void)::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t m_pid;
    int m_from = -1, m_to = -1;
};

/// Seconds of processor that a process has used; "self" is this one.
inline double processorOf(const std::string& pid) {
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream rest(line.substr(line.rfind(')') + 2));
    std::string word;
    double ticks = 0;
    constexpr int kUser = 12, kSystem = 13; // counted behind the name
    for (int i = 1; rest >> word && i <= kSystem; ++i)
        if (i >= kUser) ticks += std::stod(word);
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// A member of a line of JSON, as text.
inline std::string member(const std::string& line, const std::string& name) {
    const auto at = line.find("\"" + name + "\":");
    if (at == std::string::npos) return {};
    auto from = at + name.size() + 3;
    if (line[from] == '"') ++from;
    return line.substr(from, line.find_first_of("\",}", from) - from);
}

} // namespace bench
