// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"

namespace model {

void CborWriter::head(std::uint8_t major, std::uint64_t value) {
    const auto first = static_cast<std::uint8_t>(major << 5);
    int width = 0;
    if (value < 24) {
        m_out.push_back(static_cast<std::uint8_t>(first | value));
        return;
    }
    if (value <= 0xff) width = 1;
    else if (value <= 0xffff) width = 2;
    else if (value <= 0xffffffff) width = 4;
    else width = 8;
    const int code = width == 1 ? 24 : width == 2 ? 25 : width == 4 ? 26 : 27;
    m_out.push_back(static_cast<std::uint8_t>(first | code));
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
        m_out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

CborWriter& CborWriter::unsignedInt(std::uint64_t value) {
    head(0, value);
    return *this;
}

CborWriter& CborWriter::signedInt(std::int64_t value) {
    if (value >= 0) head(0, static_cast<std::uint64_t>(value));
    else head(1, static_cast<std::uint64_t>(-(value + 1)));
    return *this;
}

CborWriter& CborWriter::bytes(crypto::ByteView value) {
    head(2, value.size());
    m_out.insert(m_out.end(), value.begin(), value.end());
    return *this;
}

CborWriter& CborWriter::text(std::string_view value) {
    head(3, value.size());
    m_out.insert(m_out.end(), value.begin(), value.end());
    return *this;
}

CborWriter& CborWriter::boolean(bool value) {
    m_out.push_back(value ? 0xf5 : 0xf4);
    return *this;
}

CborWriter& CborWriter::null() {
    m_out.push_back(0xf6);
    return *this;
}

CborWriter& CborWriter::array(std::uint64_t count) {
    head(4, count);
    return *this;
}

CborWriter& CborWriter::map(std::uint64_t count) {
    head(5, count);
    return *this;
}

CborWriter& CborWriter::raw(crypto::ByteView encoded) {
    m_out.insert(m_out.end(), encoded.begin(), encoded.end());
    return *this;
}

} // namespace model
