// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/line.h"

namespace model::filter {

std::u32string decode(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t character = length == 1 ? lead : lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
            character = character << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU);
        }
        out += character;
        i += length;
    }
    return out;
}

std::string encode(std::u32string_view characters) {
    std::string out;
    for (const char32_t c : characters) {
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xc0 | c >> 6);
            out += static_cast<char>(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            out += static_cast<char>(0xe0 | c >> 12);
            out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
            out += static_cast<char>(0x80 | (c & 0x3f));
        } else {
            out += static_cast<char>(0xf0 | c >> 18);
            out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
            out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
            out += static_cast<char>(0x80 | (c & 0x3f));
        }
    }
    return out;
}

char32_t plain(char32_t character) {
    switch (character) {
    case U'\u3000':
    case U'\t': return U' ';
    case U'：': return U':';
    case U'＜': return U'<';
    case U'＞': return U'>';
    case U'＝': return U'=';
    case U'－': return U'-';
    case U'，':
    case U'、': return U',';
    case U'“':
    case U'”':
    case U'＂': return U'"';
    default: return character;
    }
}

namespace {

class Reader {
public:
    explicit Reader(std::u32string_view line) : m_line(line) {}

    std::vector<Term> all() {
        std::vector<Term> out;
        for (;;) {
            while (at() == U' ') ++m_at;
            if (ended()) return out;
            out.push_back(one());
        }
    }

private:
    [[nodiscard]] bool ended() const { return m_at >= m_line.size(); }
    [[nodiscard]] char32_t at(std::size_t further = 0) const {
        return m_at + further < m_line.size() ? plain(m_line[m_at + further]) : U'\0';
    }

    /// What stands up to a character that ends it, without the quotation marks.
    Term::Value value(std::u32string_view ends, Term& term) {
        Term::Value out{{m_at, 0}, {}};
        bool inside = false;
        while (!ended() && (inside || ends.find(at()) == std::u32string_view::npos)) {
            if (at() == U'"') inside = !inside;
            else out.text += m_line[m_at];
            ++m_at;
        }
        if (inside) term.closed = false;
        out.span.length = m_at - out.span.at;
        return out;
    }

    Term one() {
        Term term;
        term.span.at = m_at;
        if (at() == U'-' && at(1) != U' ' && at(1) != U'\0') {
            term.negated = true;
            ++m_at;
        }
        term.quoted = at() == U'"';
        const std::size_t start = m_at;
        auto first = value(term.quoted ? U" " : U" :<>", term);
        if (!term.quoted && !ended() && at() != U' ' && !first.text.empty()) {
            term.name = std::move(first.text);
            term.sign = at();
            ++m_at;
            if (term.sign != U":" && at() == U'=') {
                term.sign += U'=';
                ++m_at;
            }
            term.values.push_back(value(U" ,", term));
            while (at() == U',') {
                ++m_at;
                term.values.push_back(value(U" ,", term));
            }
        }
        m_at = start; // a word may begin with a sign or hold one, such as ">_<"
        term.text = value(U" ", term).text;
        term.span.length = m_at - term.span.at;
        return term;
    }

    std::u32string_view m_line;
    std::size_t m_at = 0;
};

} // namespace

std::vector<Term> terms(std::u32string_view line) { return Reader(line).all(); }

} // namespace model::filter
