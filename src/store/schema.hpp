// The schema as a list of steps. docs/schema.md explains every table and column.
#pragma once

#include <cstdint>
#include <span>

namespace linktender::store {

/// `application_id` of our files: "lnkt".
inline constexpr std::int32_t k_application_id = 0x6C6E6B74;

/// SQL that brings a database from schema version `to - 1` to `to` (`user_version`).
struct SchemaStep {
    int to = 0;
    const char* sql = "";
};

/// All steps since version 0, the empty database. A step that was released is never edited: a new
/// file runs through the same steps as an old one, so both end with the same schema, letter by letter.
[[nodiscard]] std::span<const SchemaStep> schema_steps() noexcept;

}  // namespace linktender::store
