#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/markup/data_address.hpp"
#include "protocol/ot/type.hpp"
#include "server/papers/settings.hpp"

/// Bodies of requests for new documents and titles. Pure; any thread. Errors say which field is
/// wrong and how: kMalformed, kTooDeep, kTooLarge, kBadOperation.
namespace plenary::server {

/// The body of POST /documents.
struct Creation {
  std::optional<std::string> id;
  std::string title;                // empty: that of the source; only with `from`
  std::optional<std::string> from;  // the paper or built-in template that it begins as
  ot::TypeId type{ot::TypeId::kRichText};
  bool holds_pictures{false};         // in `data`, by their addresses: see store_pictures_of
  std::vector<std::string> adopts{};  // pictures of `from`, by name
  markup::HeldAddresses held{};
  std::string data;  // JSON of the content, as the wire's `create.data`; empty: none (json0)
  std::vector<std::string> changes;  // sentences: what the content does not have as it was sent
  Settings settings;
};

/// Reads `{"id"?,"title"?,"type"?,"content"?:{"format","data"}}` and converts the content, or
/// `{"id"?,"title"?,"from"}`, which leaves the content to its source. A new
/// paper without content is one empty line, as in every editor. Without a title, it has that of its
/// words (markup::title_of).
/// Cost: that of parsing and converting the content.
[[nodiscard]] Result<Creation> decode_creation(std::string_view body);

/// The body of PATCH /documents/{id}: what it names is changed.
struct PaperChange {
  std::optional<std::string> title{};
  SettingsChange settings{};
};
/// Reads `{"title"?,"template"?,"about"?,"frozen"?,"words_max"?,"pages_max"?}`, one of them at
/// least.
[[nodiscard]] Result<PaperChange> decode_paper_change(std::string_view body);

}  // namespace plenary::server
