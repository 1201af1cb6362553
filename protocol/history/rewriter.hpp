#pragma once

#include <functional>
#include <vector>

#include "protocol/history/attributes_at.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {

/// The state of a piece after a rewrite.
struct Wanted {
  bool there{false};
  Attributes attributes{};  // if it is there
};

/// Changes the text as it is now into one where each piece is as wanted: as an operation, and in
/// the weave itself. Internal to protocol/history.
class Rewriter {
 public:
  using Decide = std::function<Wanted(const Piece&)>;
  /// Pieces are cut so that they are alike at each of `versions` and now.
  Rewriter(std::vector<OpNumber> versions, Decide decide)
      : versions_(std::move(versions)), decide_(std::move(decide)) {}

  [[nodiscard]] Delta delta(const Weave& weave) const;
  /// Does the same in the weave, as its newest operation, which was counted already. `before`: the
  /// weave as the decisions are made on it.
  void enact(Weave& weave, const Weave& before) const;

 private:
  std::vector<OpNumber> versions_;
  Decide decide_;
};

/// Lifetime of both: not beyond the weave's next change.
[[nodiscard]] Rewriter restoring(const Weave& weave, OpNumber version);
[[nodiscard]] Rewriter undoing(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to);

}  // namespace plenary::history
