#include "schema_check.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace linktender::report::test {

namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
}

class Checker {
public:
    explicit Checker(const json& root) : root_(root) {}

    void check(const json& schema, const json& value, const std::string& path) {
        for (const auto& [keyword, rule] : schema.items()) check_keyword(keyword, rule, schema, value, path);
    }

    std::vector<std::string> found;

private:
    void complain(const std::string& path, const std::string& what) { found.push_back(path + ": " + what); }

    void check_keyword(const std::string& keyword, const json& rule, const json& schema, const json& value,
                       const std::string& path) {
        static const std::set<std::string> notes{"$schema", "$id", "$defs", "title", "description"};
        if (notes.contains(keyword) || keyword == "properties") return;
        if (keyword == "$ref")
            return check(root_.at(json::json_pointer(rule.get<std::string>().substr(1))), value, path);
        if (keyword == "type") return check_type(rule, value, path);
        if (keyword == "const" && value != rule) return complain(path, "is not " + rule.dump());
        if (keyword == "enum" && std::find(rule.begin(), rule.end(), value) == rule.end())
            return complain(path, value.dump() + " is not in the enumeration");
        if (keyword == "minimum" && value.is_number() && value < rule) return complain(path, "is too small");
        if (keyword == "maximum" && value.is_number() && value > rule) return complain(path, "is too large");
        if (keyword == "pattern" && value.is_string() &&
            !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())))
            return complain(path, value.dump() + " does not match");
        if (keyword == "required" && value.is_object()) return check_required(rule, value, path);
        if (keyword == "additionalProperties" && value.is_object())
            return check_properties(schema, value, path);
        if (keyword == "items" && value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i)
                check(rule, value[i], path + "[" + std::to_string(i) + "]");
            return;
        }
        static const std::set<std::string> known{
            "const", "enum", "minimum", "maximum", "pattern", "required", "additionalProperties", "items"};
        if (!known.contains(keyword)) complain(path, "unknown keyword " + keyword);
    }

    void check_type(const json& types, const json& value, const std::string& path) {
        const json list = types.is_array() ? types : json::array({types});
        const auto fits = [&](const json& type) { return has_type(value, type.get<std::string>()); };
        if (std::none_of(list.begin(), list.end(), fits))
            complain(path, value.dump() + " is not " + types.dump());
    }

    void check_required(const json& names, const json& value, const std::string& path) {
        for (const json& name : names) {
            if (!value.contains(name.get<std::string>())) complain(path, "has no " + name.dump());
        }
    }

    void check_properties(const json& schema, const json& value, const std::string& path) {
        const json& known = schema.at("properties");
        for (const auto& [name, member] : value.items()) {
            if (known.contains(name))
                check(known.at(name), member, path + "." + name);
            else
                complain(path, "has an undocumented " + name);
        }
    }

    const json& root_;
};

}  // namespace

std::vector<std::string> complaints(const json& root, const json& schema, const json& value,
                                    const std::string& path) {
    Checker checker(root);
    checker.check(schema, value, path);
    return checker.found;
}

}  // namespace linktender::report::test
