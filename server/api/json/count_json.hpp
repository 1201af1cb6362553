#pragma once

#include "protocol/base/units.hpp"
#include "protocol/counting/count.hpp"
#include "protocol/json/value.hpp"
#include "server/papers/settings.hpp"

namespace plenary::server {

/// A limit in an answer; null: none. Pure; any thread, as the other.
[[nodiscard]] json::Value limit_json(const Limit& limit);

/// How complete a paper is: its words and pages, and its parts with what they lack.
[[nodiscard]] json::Value completeness_json(const counting::Count& count, const Settings& settings,
                                            Version version);

}  // namespace plenary::server
