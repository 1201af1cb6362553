#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"

/// What a paper's owner decides about it as a template, or as made from one. Kept among the
/// properties beside its content. Pure; any thread.
namespace plenary::server {

/// A number from 1; nothing: no limit.
using Limit = std::optional<std::uint64_t>;

struct Settings {
  bool is_template{false};      // `template`: listed as one; its frozen parts can be changed
  std::string about{};          // what the template is for: one line, for those who choose one
  bool frozen{false};           // the frozen parts hold
  std::string from_template{};  // the id of the template that it was made from; empty: none
  Limit words_max{};            // of the whole paper
  Limit pages_max{};

  friend bool operator==(const Settings&, const Settings&) = default;
};

/// Reads them from stored properties. A value that makes no sense counts as left out.
[[nodiscard]] Settings settings_of(const json::Value& properties);
/// Writes them into properties; what is not set is taken out.
void put_settings(json::Value& properties, const Settings& settings);
/// Appends them as members of an answer: `,"template":false,…`.
void append_settings(std::string& out, const Settings& settings);

/// A change of some of them: what a request names.
struct LimitChange {
  Limit limit;
  friend bool operator==(const LimitChange&, const LimitChange&) = default;
};
struct SettingsChange {
  std::optional<bool> is_template{};
  std::optional<std::string> about{};
  std::optional<bool> frozen{};
  std::optional<LimitChange> words_max{};
  std::optional<LimitChange> pages_max{};

  [[nodiscard]] bool empty() const { return *this == SettingsChange(); }
  friend bool operator==(const SettingsChange&, const SettingsChange&) = default;
};
/// Reads the members `template`, `about`, `frozen`, `words_max` and `pages_max` of a request.
/// Errors: kMalformed, in words.
[[nodiscard]] Result<SettingsChange> settings_change_of(const json::Value& body);
void apply(const SettingsChange& change, Settings& settings);

}  // namespace plenary::server
