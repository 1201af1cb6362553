#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/units.hpp"

/// Webhooks and the messages that wait for them, as values and as records of the store. Pure; any
/// thread.
namespace plenary::server {

/// An address that is told what happens to a paper, or to all papers.
struct Webhook {
  std::string id{};
  std::string paper{};  // empty: all papers
  std::string url{};
  std::string secret{};              // signs messages, so it is kept as it is
  std::vector<std::string> types{};  // of happenings; empty: all
  std::string label{};
  std::string by{};
  Timestamp created_at{};
  bool gone{false};          // it answered 410: nothing more is sent
  std::string last_error{};  // of its last delivery; empty: it was taken
};

/// A message that waits for a webhook.
struct Delivery {
  std::string id{};  // sorts by the time when it was made
  std::string hook{};
  std::string body{};
  int attempts{0};  // that failed
  Timestamp due{};  // of the next attempt
};

[[nodiscard]] std::string encode(const Webhook& hook);
[[nodiscard]] std::string encode(const Delivery& delivery);

/// The inverse, from the key of the record and its JSON. A member that is missing is empty; nothing
/// if the JSON is no object.
[[nodiscard]] std::optional<Webhook> decode_webhook(std::string key, std::string_view json);
[[nodiscard]] std::optional<Delivery> decode_delivery(std::string key, std::string_view json);

}  // namespace plenary::server
