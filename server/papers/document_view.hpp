#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/document_id.hpp"
#include "protocol/base/units.hpp"
#include "protocol/ot/type.hpp"
#include "server/papers/settings.hpp"

/// A document as the API describes it. Pure; any thread.
namespace plenary::server {

/// The ShareDB collection that papers are documents of.
inline constexpr const char* kPapers = "documents";

/// Properties that are kept beside a document's content. Other keys may be there, and are kept.
struct Properties {
  std::string title;                    // "Untitled" if there is none
  std::optional<Timestamp> created_at;  // of documents made over HTTP
  std::optional<ot::TypeId> type;       // the same
  Settings settings;
};
/// Reads stored properties. A value that cannot be read counts as missing.
[[nodiscard]] Properties parse_properties(const std::string& stored);
/// The properties of a new document.
[[nodiscard]] std::string new_properties(std::string_view title, Timestamp created_at,
                                         ot::TypeId type, const Settings& settings = {});
/// The same properties with another title.
[[nodiscard]] std::string with_title(const std::string& stored, std::string_view title);
/// The same properties with other settings.
[[nodiscard]] std::string with_settings(const std::string& stored, const SettingsChange& change);

/// A document in an answer.
struct DocumentView {
  std::string id;
  std::string title;
  ot::TypeId type{ot::TypeId::kRichText};
  Version version;
  Timestamp created_at;
  Timestamp updated_at;
  std::vector<std::string> people{};
  /// The caller's role in it: "editor"; empty: not said.
  std::string_view role{};
  /// In the answer to its creation: what it does not have as its source had it. Empty: not said.
  std::vector<std::string> changes{};
  Settings settings{};
};
void append(std::string& out, const DocumentView& document);

/// "rich-text", "json0"
[[nodiscard]] std::string_view name_of(ot::TypeId type);

}  // namespace plenary::server
