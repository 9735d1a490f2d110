// Bytes in other encodings, for pages made in tests.
#pragma once

#include <unicode/ucnv.h>

#include <memory>
#include <string>

#include "support/catch.hpp"

namespace page_tests {

/// UTF-8 in another encoding, made by ICU.
inline std::string encode(const std::string& text, const char* converter) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open(converter, &error), ucnv_close);
    const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open("UTF-8", &error), ucnv_close);
    REQUIRE(U_SUCCESS(error));
    std::string out(text.size() * 4 + 16, '\0');
    char* target = out.data();
    const char* source = text.data();
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, text.data() + text.size(),
                   nullptr, nullptr, nullptr, nullptr, true, true, &error);
    REQUIRE(U_SUCCESS(error));
    out.resize(static_cast<std::size_t>(target - out.data()));
    return out;
}

}  // namespace page_tests
