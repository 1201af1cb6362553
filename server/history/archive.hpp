#pragma once

#include <functional>
#include <string>

#include "server/history/bylines.hpp"
#include "server/history/histories.hpp"
#include "server/history/milestones.hpp"
#include "server/history/reversals.hpp"
#include "storage/store.hpp"

namespace plenary::server {

struct Pools;

/// The services that know the history of documents. Lifetime: the arguments outlive it.
struct Archive {
  Archive(storage::Store& store, const Clock& clock, std::function<std::string()> next_id,
          Past& past, Documents& documents, Pools& pools);

  Bylines bylines;
  Histories histories;
  Milestones milestones;
  Reversals reversals;
};

}  // namespace plenary::server
