// What stands above the list: what changed, how much is broken, and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "html_data.hpp"

namespace linktender::report::html {

/// Names for rows and issues that stay the same from report to report, so that a link to one keeps
/// working while the link stays in its issue.
class Ids {
public:
    explicit Ids(const Model& model);

    [[nodiscard]] const std::string& row(const Use& use) const { return rows_[use.link][use.place]; }
    [[nodiscard]] const std::string& issue(const Model& model, const Issue& issue) const {
        return issues_[static_cast<std::size_t>(&issue - model.issues.data())];
    }

private:
    std::vector<std::vector<std::string>> rows_;  ///< by link, by place
    std::vector<std::string> issues_;
};

/// Fills the data of head.mustache.
class SummaryData {
public:
    SummaryData(const Model& model, Words words, const Ids& ids, bool verbose)
        : model_(model), words_(words), ids_(ids), verbose_(verbose) {}

    void put(Data& data) const;

private:
    struct Part;

    [[nodiscard]] std::vector<Part> parts() const;
    void put_parts(Data& data) const;
    void put_bar(Data& data) const;
    void put_causes(Data& data) const;
    void put_changes(Data& data) const;
    [[nodiscard]] std::string first_row(std::string_view host) const;
    [[nodiscard]] List news(std::size_t& left_out) const;
    void put_choices(Data& data) const;

    const Model& model_;
    Words words_;
    const Ids& ids_;
    bool verbose_;
};

}  // namespace linktender::report::html
