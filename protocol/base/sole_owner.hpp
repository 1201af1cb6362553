#pragma once

#include <memory>

namespace plenary {

/// True if `pointer` is the only owner, and all that earlier owners read of the object happened
/// before: then the caller may change it. `use_count()` alone does not say the latter, since it
/// reads the count without an order. Giving up a further owner does: it follows in the count's own
/// order what the others gave up. Requires: the caller owns `pointer`, so nobody else can become an
/// owner meanwhile. Thread: owners may go on any thread.
template <class Object>
[[nodiscard]] bool is_sole_owner(const std::shared_ptr<Object>& pointer) {
  if (pointer.use_count() > 1) {
    return false;
  }
  std::shared_ptr<Object> further = pointer;
  further.reset();
  return true;
}

}  // namespace plenary
