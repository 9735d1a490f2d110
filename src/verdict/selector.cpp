#include "linktender/verdict/selector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::verdict {
namespace {

bool is_name_byte(char c) noexcept {
    return core::is_ascii_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Reads one list of selectors; every step leaves `at_` behind what it took.
class SelectorReader {
public:
    explicit SelectorReader(std::string_view text) : text_(text) {}

    Expected<std::vector<Selector>, std::string> read() {
        std::vector<Selector> selectors;
        do {
            auto selector = read_compound();
            if (!selector) return unexpected(std::move(selector.error()));
            selectors.push_back(std::move(*selector));
        } while (take(','));
        if (at_ < text_.size()) return unexpected(fmt::format("'{}' is not understood here", text_[at_]));
        return selectors;
    }

private:
    Expected<Selector, std::string> read_compound() {
        skip_space();
        const std::size_t begin = at_;
        Selector selector;
        selector.tag = core::to_ascii_lower(read_name());
        while (at_ < text_.size() && (text_[at_] == '#' || text_[at_] == '.' || text_[at_] == '[')) {
            auto test = read_test();
            if (!test) return unexpected(std::move(test.error()));
            selector.tests.push_back(std::move(*test));
        }
        if (at_ == begin)
            return unexpected(std::string("a selector is empty or starts with a sign it cannot"));
        selector.source = text_.substr(begin, at_ - begin);
        skip_space();
        return selector;
    }

    Expected<AttributeTest, std::string> read_test() {
        const char sign = text_[at_++];
        if (sign == '[') return read_attribute();
        const std::string_view name = read_name();
        if (name.empty()) return unexpected(fmt::format("a name is missing after '{}'", sign));
        if (sign == '#') return AttributeTest{"id", AttributeTest::Kind::equal, std::string(name)};
        return AttributeTest{"class", AttributeTest::Kind::token, std::string(name)};
    }

    Expected<AttributeTest, std::string> read_attribute() {
        AttributeTest test;
        test.name = core::to_ascii_lower(read_attribute_name());
        if (test.name.empty()) return unexpected(std::string("an attribute's name is missing after '['"));
        if (take('*')) {
            test.kind = AttributeTest::Kind::contains;
        } else if (take('~')) {
            test.kind = AttributeTest::Kind::token;
        }
        if (take('=')) {
            if (test.kind == AttributeTest::Kind::present) test.kind = AttributeTest::Kind::equal;
            auto value = read_value();
            if (!value || value->empty()) return unexpected(std::string("an attribute's value is missing"));
            test.value = *value;
        } else if (test.kind != AttributeTest::Kind::present) {
            return unexpected(std::string("'=' is missing in an attribute test"));
        }
        if (!take(']')) return unexpected(std::string("']' is missing"));
        return test;
    }

    std::optional<std::string_view> read_value() {
        if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
            const std::size_t end = text_.find(text_[at_], at_ + 1);
            if (end == std::string_view::npos) return std::nullopt;
            const std::string_view value = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            return value;
        }
        return read_name();
    }

    std::string_view read_name() { return read_while(is_name_byte); }
    std::string_view read_attribute_name() {
        return read_while([](char c) { return is_name_byte(c) || c == ':'; });
    }

    template <class Predicate>
    std::string_view read_while(Predicate wanted) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && wanted(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    void skip_space() { read_while(core::is_ascii_space); }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool has_token(std::string_view words, std::string_view token) noexcept {
    for (std::size_t at = words.find(token); at != std::string_view::npos; at = words.find(token, at + 1)) {
        const std::size_t end = at + token.size();
        if ((at == 0 || core::is_ascii_space(words[at - 1])) &&
            (end == words.size() || core::is_ascii_space(words[end]))) {
            return true;
        }
    }
    return false;
}

bool passes(const AttributeTest& test, const page::Node& element) {
    const auto attribute = element.attribute(test.name);
    if (!attribute) return false;
    const bool exact = test.name == "id" || test.name == "class";
    switch (test.kind) {
        case AttributeTest::Kind::present: return true;
        case AttributeTest::Kind::equal:
            return exact ? attribute->value == test.value
                         : core::equals_ignoring_ascii_case(attribute->value, test.value);
        case AttributeTest::Kind::token: return has_token(attribute->value, test.value);
        case AttributeTest::Kind::contains:
            return core::to_ascii_lower(attribute->value).find(core::to_ascii_lower(test.value)) !=
                   std::string::npos;
    }
    return false;
}

}  // namespace

bool Selector::matches(const page::Node& element) const {
    if (!element.is_element() || (!tag.empty() && element.name() != tag)) return false;
    return std::ranges::all_of(tests, [&](const AttributeTest& test) { return passes(test, element); });
}

Expected<std::vector<Selector>, std::string> parse_selectors(std::string_view text) {
    return SelectorReader(text).read();
}

}  // namespace linktender::verdict
