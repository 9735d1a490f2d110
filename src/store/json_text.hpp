// Lists that stand in one column, as JSON, so that SQL and people can read them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "linktender/verdict/judge.hpp"

namespace linktender::store {

/// `["a","b"]`. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_json(const std::vector<std::string>& list);

/// `[{"status":301,"url":"https://…"}]`, URLs without user name and password.
[[nodiscard]] std::string to_json(const std::vector<verdict::Hop>& hops);
/// An object of the fields that have a source.
[[nodiscard]] std::string to_json(const page::MetadataSources& sources);

inline constexpr std::pair<std::string_view, std::string page::MetadataSources::*> k_source_fields[] = {
    {"title", &page::MetadataSources::title},
    {"description", &page::MetadataSources::description},
    {"authors", &page::MetadataSources::authors},
    {"published", &page::MetadataSources::published},
    {"site", &page::MetadataSources::site},
    {"language", &page::MetadataSources::language},
    {"canonical", &page::MetadataSources::canonical},
    {"image", &page::MetadataSources::image},
    {"doi", &page::MetadataSources::doi},
};

}  // namespace linktender::store
