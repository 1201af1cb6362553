#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "protocol/json/value.hpp"

/// The events of the discussions of one document: a log beside the log of its text.
/// Threads never make a version of the document.
namespace plenary::threads {

/// The number of the event that made a thread or a comment: dense from 0 in one document, so it is
/// also the one order that everybody sees. A thread and its first comment share one.
using Number = std::uint64_t;

/// A part of a table, by the ids of its row and column (protocol/tables): a cell, or with one of
/// the two empty a whole column or row.
struct CellName {
  std::string row{};
  std::string column{};
  friend bool operator==(const CellName&, const CellName&) = default;
};

/// Words inside of a cell or a footnote: UTF-16 units of its text.
struct InnerWords {
  std::size_t index{0};
  std::size_t length{0};
  friend bool operator==(const InnerWords&, const InnerWords&) = default;
};

/// The place where a thread began: a range in UTF-16 units of the text at a version, and its words.
/// If it is about a part of a table, the range is the table, and so stays if the part is deleted.
/// If it is about words inside of a cell or a footnote, the range is the table or the footnote.
struct Anchor {
  Version version{};
  std::size_t index{0};
  std::size_t length{0};
  std::string quote{};  // cut to kMaxQuoteBytes
  std::optional<CellName> cell{};
  std::optional<InnerWords> inside{};  // of the cell; without one of a footnote
  friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Somebody, with the name that was shown then.
struct Author {
  std::string id{};
  std::string name{};
  friend bool operator==(const Author&, const Author&) = default;
};

enum class Reaction : std::uint8_t { kAgree, kDisagree };

struct Started {
  Anchor anchor{};
  std::string text{};
  friend bool operator==(const Started&, const Started&) = default;
};
struct Replied {
  Number thread{0};
  std::string text{};
  friend bool operator==(const Replied&, const Replied&) = default;
};
struct Edited {
  Number comment{0};
  std::string text{};
  friend bool operator==(const Edited&, const Edited&) = default;
};
struct Deleted {
  Number comment{0};
  friend bool operator==(const Deleted&, const Deleted&) = default;
};
/// Resolved, or reopened.
struct Resolved {
  Number thread{0};
  bool resolved{true};
  friend bool operator==(const Resolved&, const Resolved&) = default;
};
/// Sets one's reaction to a comment, or takes it back.
struct Reacted {
  Number comment{0};
  std::optional<Reaction> reaction{};
  friend bool operator==(const Reacted&, const Reacted&) = default;
};
/// Replaces the labels.
struct Labelled {
  Number thread{0};
  std::vector<std::string> labels{};
  friend bool operator==(const Labelled&, const Labelled&) = default;
};
/// Gives the thread to somebody, perhaps until a day; or to nobody.
struct Assigned {
  Number thread{0};
  std::string to{};   // an author's id; empty: nobody
  std::string due{};  // "2026-12-01", empty: no day
  friend bool operator==(const Assigned&, const Assigned&) = default;
};

using Event =
    std::variant<Started, Replied, Edited, Deleted, Resolved, Reacted, Labelled, Assigned>;

/// The member `cell` of an anchor, `{"row":…,"column":…}`; nothing if there is none. Errors:
/// kMalformed.
[[nodiscard]] Result<std::optional<CellName>> cell_member(const json::Value& object);

/// The member `inside` of an anchor, `{"index":…,"length":…}`; the same.
[[nodiscard]] Result<std::optional<InnerWords>> inside_member(const json::Value& object);

/// The event without the words of its quote and comment. Discussion::check never looks at the words
/// of earlier events, so this is enough to decide about the next one.
[[nodiscard]] Event without_words(Event event);

/// An event as it stands in the log.
struct Entry {
  Number number{0};
  Timestamp time{};
  Author author{};
  Event event{};
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// The stored form: {"is":"replied","name":…,…}. Law: from_json(to_json(author, e)) gives both back
/// (but for the author's id, which is not in it).
[[nodiscard]] std::string to_json(const Author& author, const Event& event);

struct StoredEvent {
  std::string author_name{};
  Event event{};
};
/// Reads a stored event. Errors: kMalformed, naming the missing or wrong member. No limits: see
/// Discussion::check. Cost: O(n). Thread: any.
[[nodiscard]] Result<StoredEvent> from_json(std::string_view json);

/// "started", "replied", "edited", "deleted", "resolved", "reopened", "reacted", "labelled",
/// "assigned": the `is` of the stored form.
[[nodiscard]] std::string_view kind_of(const Event& event);

/// "agree", "disagree".
[[nodiscard]] std::string_view name_of(Reaction reaction);
[[nodiscard]] std::optional<Reaction> reaction_of(std::string_view name);

}  // namespace plenary::threads
