#pragma once

#include <memory>
#include <mutex>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "protocol/text/ref_counted.hpp"

namespace plenary::text {

/// An embed as JSON: `{"image":…}`.
using Embed = std::shared_ptr<const json::Value>;

class EmbedContent;
using EmbedRef = boost::intrusive_ptr<const EmbedContent>;

/// An embed of a text. Never changes: a change answers a new one, which shares with the old one
/// what stayed. Thread: any, also at the same time.
class EmbedContent : public RefCounted<EmbedContent> {
 public:
  virtual ~EmbedContent() = default;

  /// The embed as JSON. Cost: O(size) for the first call, then O(1).
  [[nodiscard]] const Embed& json() const {
    std::call_once(written_, [this] { json_ = write(); });
    return json_;
  }
  /// The embed after `change`, which a retain holds: the same as rich_text::compose_embeds in
  /// normal form. Errors: kNotApplicable: it is not the change of such an embed, or does not fit.
  [[nodiscard]] virtual Result<EmbedRef> changed(const json::Value& change) const = 0;
  /// What takes `change` back, as rich_text::invert_embeds. Errors: those of changed().
  [[nodiscard]] virtual Result<Embed> inverse(const json::Value& change) const = 0;

  static void destroy(const EmbedContent* content) noexcept { delete content; }

 protected:
  EmbedContent() = default;
  EmbedContent(const EmbedContent&) = delete;
  EmbedContent& operator=(const EmbedContent&) = delete;

 private:
  [[nodiscard]] virtual Embed write() const = 0;

  mutable std::once_flag written_;
  mutable Embed json_;
};

/// The value of an embed. A table or a note that is written otherwise than the changes of one would
/// write it stays as it is and takes no changes. Cost: O(size).
[[nodiscard]] EmbedRef embed_content(const Embed& embed);

}  // namespace plenary::text
