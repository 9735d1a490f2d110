// The values that the templates of src/report/html show.
#pragma once

#include <initializer_list>
#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>

#include "linktender/report/message_catalogue.hpp"
#include "linktender/report/model.hpp"
#include "phrases.hpp"
#include "pictures.hpp"

namespace linktender::report::html {

using Data = kainjow::mustache::data;
using List = kainjow::mustache::list;

/// Sets a value with its control characters and bidirectional overrides made visible; the template
/// escapes HTML. An empty value stays unset, so that its section is left out.
void put(Data& data, const std::string& name, std::string_view text);

/// Words of the catalogue under their keys, with `_` for `.`.
void put_words(Data& data, const Words& words, std::initializer_list<std::string_view> keys);

/// A picture for the templates.
[[nodiscard]] Data picture_data(const Picture& picture);

/// An alive link that may not stay so, or not be found again: what is notable, or without a copy.
[[nodiscard]] bool is_at_risk(const Link& link) noexcept;

/// Links as entries and rows.
class LinkData {
public:
    LinkData(const Model& model, Words words, std::string base_path)
        : model_(model), words_(words), base_path_(std::move(base_path)) {}

    /// A use of a broken or moved link, for issue.mustache. `row` is the entry's id.
    [[nodiscard]] Data entry(const Link& link, const Place& place, const std::string& row) const;
    /// A row of the table of moved links.
    [[nodiscard]] Data move(const Link& link) const;
    /// The sections below the table: blocked by host, at risk, no URL, recovered, skipped, unchecked, alive.
    [[nodiscard]] List lists(bool with_alive) const;

private:
    struct ListKind;

    void put_address(Data& data, const std::string& name, const std::string& href_name,
                     const std::string& url) const;
    void put_link(Data& data, const Link& link, const std::string& url) const;
    /// What the page filters by.
    void put_keys(Data& data, const Link& link) const;
    void put_finding(Data& data, const Link& link) const;
    void put_details(Data& data, const Link& link, const std::string& words) const;
    [[nodiscard]] std::string evidence_and_details(const Link& link) const;
    void put_places(Data& data, const std::vector<Place>& places) const;
    [[nodiscard]] std::string place_href(const Place& place) const;
    [[nodiscard]] Data item(const Link& link, bool with_finding) const;
    [[nodiscard]] Data group(const ListKind& kind, const Group& group) const;
    [[nodiscard]] Data list(const ListKind& kind) const;
    [[nodiscard]] Data malformed() const;

    const Model& model_;
    Words words_;
    std::string base_path_;
};

}  // namespace linktender::report::html
