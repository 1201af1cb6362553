#pragma once

#include "protocol/base/result.hpp"
#include "protocol/wire/messages.hpp"

namespace plenary::server {

/// The wire's word for an error (PROTOCOL.md lists them). Thread: any.
[[nodiscard]] wire::Refusal refusal_of(const Error& error);

}  // namespace plenary::server
