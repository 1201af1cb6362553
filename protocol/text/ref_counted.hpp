#pragma once

#include <atomic>
#include <cstdint>

namespace plenary::text {

/// Counts owners inside the object, for boost::intrusive_ptr. `Derived` has `static void
/// destroy(const Derived*)`. A copy of an object starts with no owner. Thread: owners may come and
/// go on any thread.
template <class Derived>
class RefCounted {
 public:
  /// True if there is one owner. If the caller is that owner, nobody else can become one meanwhile,
  /// so it may change the object.
  [[nodiscard]] bool unique() const noexcept { return refs_.load(std::memory_order_acquire) == 1; }

  RefCounted& operator=(const RefCounted&) = delete;

 protected:
  RefCounted() noexcept = default;
  RefCounted(const RefCounted& /*other*/) noexcept {}
  ~RefCounted() = default;

 private:
  friend void intrusive_ptr_add_ref(const Derived* object) noexcept {
    object->refs_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(const Derived* object) noexcept {
    if (object->unique() || object->refs_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      Derived::destroy(object);
    }
  }

  mutable std::atomic<std::uint32_t> refs_{0};
};

}  // namespace plenary::text
