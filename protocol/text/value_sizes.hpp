#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/json/value.hpp"

namespace plenary::text {

/// Sizes, as JSON, of the attributes and embeds that the runs of a text share. Each is measured
/// when it comes for the first time, or after thousands of others. Values are told apart by their
/// addresses. Lifetime: the values outlive it.
class ValueSizes {
 public:
  struct Size {
    std::size_t bytes{0};
    bool is_new{false};  // measured now; 0 and false without a value
  };

  [[nodiscard]] Size of(const std::shared_ptr<const json::Value>& value) {
    if (value == nullptr) {
      return {};
    }
    Known& slot = known_[reinterpret_cast<std::uintptr_t>(value.get()) / alignof(std::max_align_t) %
                         known_.size()];
    const bool is_new = slot.value != value.get();
    if (is_new) {
      slot = {value.get(), json::to_string(*value).size()};
    }
    return {slot.bytes, is_new};
  }

 private:
  struct Known {
    const void* value{nullptr};
    std::size_t bytes{0};
  };
  std::vector<Known> known_{std::vector<Known>(4096)};
};

}  // namespace plenary::text
