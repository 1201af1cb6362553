#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "server/access/directory.hpp"

namespace plenary::server {

/// A change of the directory under construction: records for the store, steps for the memory,
/// entries for the audit.
class Directory::Change {
 public:
  /// `by`: the name of the identity that makes the change.
  Change(std::string by, Timestamp now) : by_(std::move(by)), now_(now) {}

  template <class Row>
  void put(Row row) {
    records_.push_back({std::string(Row::kKind), row.key(), encode_row(row)});
    // A link only gives. A session is put when it begins or opens a link.
    takes_rights_ |= !kIsEphemeral<Row> && !std::is_same_v<Row, ShareLink>;
    steps_.push_back([row = std::move(row)](DirectoryState& state) { state.put(row); });
  }
  template <class Row>
  void erase(const std::string& key) {
    records_.push_back({std::string(Row::kKind), key, std::nullopt});
    takes_rights_ |= !kIsEphemeral<Row>;
    steps_.push_back([key](DirectoryState& state) { state.erase<Row>(key); });
  }
  void audit(std::string what, std::string about, std::string paper = {}, std::string detail = {});

  [[nodiscard]] const std::vector<storage::RecordChange>& records() const { return records_; }
  [[nodiscard]] bool changes_memory() const { return !steps_.empty(); }
  /// Whether the change may take rights to a paper from somebody. Log-ins and log-outs do not
  /// count.
  [[nodiscard]] bool takes_rights() const { return takes_rights_; }
  void apply(DirectoryState& state) const {
    for (const auto& step : steps_) {
      step(state);
    }
  }

 private:
  template <class Row>
  static constexpr bool kIsEphemeral =
      std::is_same_v<Row, LogInSession> || std::is_same_v<Row, Invitation> ||
      std::is_same_v<Row, PasswordReset>;

  const std::string by_;
  const Timestamp now_;
  std::vector<storage::RecordChange> records_;
  std::vector<std::function<void(DirectoryState&)>> steps_;
  bool takes_rights_{false};
};

/// Returns the kind of record of a paper's audit: copies of the entries about it, so that a page of
/// them is read without those about other papers.
[[nodiscard]] std::string paper_audit(const std::string& paper);

/// "a-…" of an account's id, as the audit names it.
[[nodiscard]] std::string author_of(const std::string& account);

/// A line for people: UTF-8, no control characters, nothing that turns the direction of what
/// follows, no space around it. Error kMalformed with `what` in it, if it is none, too long, or
/// empty where it must not be.
[[nodiscard]] Result<std::string> clean_line(std::string_view text, std::string_view what,
                                             bool may_be_empty = false);
/// An address in the form in which addresses are compared. Error kMalformed.
[[nodiscard]] Result<std::string> fold_email(std::string_view email);

/// There is no such row: the detail names what.
[[nodiscard]] Error no_such(std::string_view what);
[[nodiscard]] Error too_many(std::string_view what, std::size_t limit);

}  // namespace plenary::server
