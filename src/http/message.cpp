#include "linktender/http/message.hpp"

#include "linktender/core/text.hpp"

namespace linktender::http {

void Headers::add(std::string_view name, std::string_view value) {
    fields_.push_back(Header{core::to_ascii_lower(name), std::string(core::trim(value))});
}

void Headers::extend_last(std::string_view more) {
    const std::string_view text = core::trim(more);
    if (fields_.empty() || text.empty()) return;
    std::string& value = fields_.back().value;
    if (!value.empty()) value += ' ';
    value += text;
}

const std::string* Headers::find(std::string_view name) const noexcept {
    for (const Header& field : fields_) {
        if (field.name == name) return &field.value;
    }
    return nullptr;
}

}  // namespace linktender::http
