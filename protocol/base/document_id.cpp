#include "protocol/base/document_id.hpp"

#include <algorithm>
#include <cstddef>

namespace plenary {
namespace {

constexpr std::size_t kIdCharactersMax = 128;

bool is_id_character(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '~' || c == '-';
}

}  // namespace

bool is_document_id(std::string_view id) noexcept {
  return !id.empty() && id.size() <= kIdCharactersMax && id != "." && id != ".." &&
         std::all_of(id.begin(), id.end(), is_id_character);
}

}  // namespace plenary
