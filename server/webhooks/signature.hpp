#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"

/// Signatures of Standard Webhooks 1.0.0. Thread: any (pure, but for the random secret). Requires:
/// sodium_init was called.
namespace plenary::server {

/// "whsec_" and 32 random bytes in base64.
[[nodiscard]] std::string make_webhook_secret();

/// The header `webhook-signature` of a message: "v1," and the HMAC-SHA256 of "ID.SECONDS.BODY" in
/// base64. Error kMalformed if the secret is none of ours.
[[nodiscard]] Result<std::string> sign_webhook(std::string_view secret, std::string_view id,
                                               Timestamp sent_at, std::string_view body);

}  // namespace plenary::server
