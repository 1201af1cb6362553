#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/json/value.hpp"

/// Further members of an object that is being written: each begins with a comma. Pure.
namespace plenary::server {

inline void add_raw(std::string& out, std::string_view key, std::string_view json) {
  out += ",\"";
  out += key;
  out += "\":";
  out += json;
}

inline void add_number(std::string& out, std::string_view key, std::uint64_t value) {
  add_raw(out, key, std::to_string(value));
}

inline void add_text(std::string& out, std::string_view key, std::string_view text) {
  add_raw(out, key, "");
  json::append_string(out, text);
}

}  // namespace plenary::server
