#pragma once

#include <atomic>
#include <memory>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/text/embed_limits.hpp"
#include "protocol/text/ref_counted.hpp"

namespace plenary::text {

/// An embed as JSON: `{"image":…}`.
using Embed = std::shared_ptr<const json::Value>;
using ot::rich_text::ChangeRef;
using ot::rich_text::EmbedChange;

class EmbedContent;
using EmbedRef = boost::intrusive_ptr<EmbedContent>;

/// An embed of a text. One with several owners never changes. Thread: any may read it.
class EmbedContent : public RefCounted<EmbedContent> {
 public:
  virtual ~EmbedContent() { forget_json(); }

  /// The embed as JSON. Cost: O(size) for the first call after a change, then O(1).
  [[nodiscard]] Embed json() const;
  /// Whether `change`, which a retain holds, can be applied. Errors: kNotApplicable: it is not the
  /// change of such an embed, or goes past its ends.
  [[nodiscard]] virtual Result<void> check(const EmbedChange& change) const = 0;
  /// Whether `change` leaves it within the limits (protocol/text/embed_limits.hpp). Requires:
  /// check(change).
  [[nodiscard]] virtual Result<void> check_limits(const EmbedChange& /*change*/,
                                                  const EmbedLimits& /*limits*/) const {
    return {};
  }
  /// At least so many bytes are in its JSON. Cost: O(1).
  [[nodiscard]] virtual std::size_t json_bytes_least() const { return 0; }
  /// What takes `change` back, as rich_text::invert. Errors: those of check().
  [[nodiscard]] virtual Result<ChangeRef> inverse(const EmbedChange& change) const = 0;

  static void destroy(const EmbedContent* content) noexcept { delete content; }

 protected:
  EmbedContent() = default;
  EmbedContent(const EmbedContent& other) noexcept
      : RefCounted(other) {}  // the JSON is written anew

 private:
  friend EmbedRef changed(EmbedRef embed, const EmbedChange& change);
  friend EmbedRef embed_content(const Embed& embed);
  [[nodiscard]] virtual Embed write() const = 0;
  [[nodiscard]] virtual EmbedRef copy() const = 0;
  virtual void apply(const EmbedChange& change) = 0;

  /// Until the next change its JSON is `embed`. Requires: nobody else has it yet.
  void show_as(const Embed& embed) { delete written_.exchange(new Embed(embed)); }

  void forget_json() {
    if (written_.load(std::memory_order_relaxed) != nullptr) {
      delete written_.exchange(nullptr);
    }
  }

  mutable std::atomic<const Embed*> written_{nullptr};  // owned; the JSON once it was asked for
};

/// The value of an embed. A table or a note that is written otherwise than we would write it, with
/// `"rows":[]` for example, stays as it is until its first change, as in quill-delta. Cost:
/// O(size).
[[nodiscard]] EmbedRef embed_content(const Embed& embed);

/// The embed after `change`: as rich_text::compose. If `embed` has no other owner it changes in
/// place; else a copy does, which shares with it what stays. Requires: embed->check(change).
[[nodiscard]] EmbedRef changed(EmbedRef embed, const EmbedChange& change);

}  // namespace plenary::text
