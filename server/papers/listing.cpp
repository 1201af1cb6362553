#include "server/papers/listing.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/ops/log.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

using PaperPtr = std::shared_ptr<const Paper>;

/// A paper's place in the order.
struct Place {
  Timestamp updated_at;
  std::string_view id;
};

Place place_of(const PaperPtr& paper) {
  return {paper->view.updated_at, paper->view.id};
}

bool is_before(const Place& a, const Place& b) {
  return a.updated_at != b.updated_at ? a.updated_at > b.updated_at : a.id < b.id;
}

bool papers_in_order(const PaperPtr& a, const PaperPtr& b) {
  return is_before(place_of(a), place_of(b));
}

/// The largest share of which everybody with `counts` papers may have so many that together they
/// have `most` at most.
std::size_t fair_share(std::vector<std::size_t> counts, std::size_t most) {
  std::sort(counts.begin(), counts.end());
  std::size_t left = most;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::size_t share = left / (counts.size() - i);
    if (counts[i] > share) {
      return share;  // nobody from here on gets all of theirs
    }
    left -= counts[i];
  }
  return most;
}

/// A document exists unless its last operation deleted it: edits of a missing document are
/// refused.
Result<bool> exists(storage::Logs& store, const DocumentKey& key, Version head) {
  bool deleted = false;
  PLENARY_TRY_VOID(store.read_ops(key, {head.value - 1}, head, [&](storage::OpRecord&& op) {
    deleted = op.kind == storage::OpKind::kDelete;
    return true;
  }));
  return !deleted;
}

std::string cursor_of(const PaperPtr& paper) {
  return std::to_string(paper->view.updated_at.ms) + "." + paper->view.id;
}

std::optional<Place> parse_cursor(std::string_view cursor) {
  Place place{};
  const char* const end = cursor.data() + cursor.size();
  const auto [after, error] = std::from_chars(cursor.data(), end, place.updated_at.ms);
  if (error != std::errc() || after == end || *after != '.') {
    return std::nullopt;
  }
  place.id = cursor.substr(static_cast<std::size_t>(after + 1 - cursor.data()));
  return is_document_id(place.id) ? std::optional(place) : std::nullopt;
}

}  // namespace

Result<CreationFacts> find_creation(storage::Logs& store, const DocumentKey& key) {
  std::optional<Result<CreationFacts>> facts;
  const auto visit = [&facts](storage::OpRecord&& op) {
    if (op.kind == storage::OpKind::kCreate) {
      auto create = ot::decode_create(op.body);
      facts = create ? Result<CreationFacts>(CreationFacts{op.time, create->type})
                     : Result<CreationFacts>(create.error());
    }
    return !facts;
  };
  PLENARY_TRY(const storage::Head head, store.head(key));
  PLENARY_TRY_VOID(store.read_ops(key, Version{0}, head.version, visit));
  return facts ? *std::move(facts) : Error{Errc::kNotFound, "this document was never created"};
}

Result<PaperPtr> ListingReader::look_at(const storage::ListedDocument& listed,
                                        const Known* before) {
  const DocumentKey key{kPapers, listed.id};
  if (!is_document_id(listed.id)) {
    return PaperPtr();
  }
  PLENARY_TRY(const bool still_there, exists(store_, key, listed.head.version));
  if (!still_there) {
    return PaperPtr();
  }
  const Properties properties = parse_properties(listed.properties);
  CreationFacts created{properties.created_at.value_or(Timestamp{}),
                        properties.type.value_or(ot::TypeId::kJson0)};
  if (!properties.created_at || !properties.type) {
    if (before != nullptr && before->paper != nullptr) {
      created = {before->paper->view.created_at, before->paper->view.type};
    } else {
      PLENARY_TRY(created, find_creation(store_, key));
    }
  }
  Paper paper;
  paper.view = {.id = listed.id,
                .title = properties.title,
                .type = created.type,
                .version = listed.head.version,
                .created_at = created.time,
                .updated_at = listed.head.time,
                .settings = properties.settings};
  paper.folded_title = fold_case(properties.title);
  return std::make_shared<const Paper>(std::move(paper));
}

/// Keeps each owner's share of the papers, in order.
void ListingReader::cut(Listing& listing) const {
  std::sort(listing.begin(), listing.end(), papers_in_order);
  if (listing.size() <= documents_max_) {
    return;
  }
  std::vector<std::string> owners;  // of each paper
  std::unordered_map<std::string, std::size_t> counts;
  for (const PaperPtr& paper : listing) {
    owners.push_back(owner_of_ ? owner_of_(paper->view.id) : std::string());
    counts[owners.back()] += 1;
  }
  std::vector<std::size_t> sizes;
  for (const auto& [owner, count] : counts) {
    sizes.push_back(count);
  }
  const std::size_t share = fair_share(std::move(sizes), documents_max_);
  std::unordered_map<std::string, std::size_t> kept;
  std::size_t next = 0;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (++kept[owners[i]] <= share) {
      listing[next++] = listing[i];
    }
  }
  listing.resize(next);
}

Result<Listing> ListingReader::read() {
  Listing listing;
  std::unordered_map<std::string, Known> known;
  known.reserve(known_.size());
  std::optional<Error> failure;
  const auto visit = [&](storage::ListedDocument&& listed) {
    const auto before = known_.find(listed.id);
    const Known* const seen = before == known_.end() ? nullptr : &before->second;
    PaperPtr paper;  // null: not in the list
    if (seen != nullptr && seen->version == listed.head.version &&
        seen->properties == listed.properties) {
      paper = seen->paper;
    } else if (auto looked = look_at(listed, seen); looked) {
      paper = *std::move(looked);
    } else if (looked.error().code == Errc::kIo) {
      failure = looked.error();
      return false;
    } else {
      // One damaged document must not hide all others. `plenary check` says more.
      log::warning("document_not_listed",
                   {{"document", listed.id}, {"error", looked.error().detail}});
    }
    if (paper != nullptr) {
      listing.push_back(paper);
    }
    if (listing.size() >= 2 * documents_max_) {
      cut(listing);
    }
    known[std::move(listed.id)] = {listed.head.version, std::move(listed.properties),
                                   std::move(paper)};
    return true;
  };
  PLENARY_TRY_VOID(store_.list(kPapers, std::nullopt, visit));
  if (failure) {
    return *failure;
  }
  known_ = std::move(known);
  cut(listing);
  return listing;
}

Result<Page> page_of(const Listing& listing, const PageRequest& request,
                     const std::function<bool(const std::string& id)>& may_see) {
  auto at = listing.begin();
  if (request.cursor) {
    const auto place = parse_cursor(*request.cursor);
    if (!place) {
      return Error{Errc::kMalformed,
                   "\"cursor\" must be the next_cursor of the page before, unchanged"};
    }
    at = std::upper_bound(listing.begin(), listing.end(), *place,
                          [](const Place& wanted, const PaperPtr& paper) {
                            return is_before(wanted, place_of(paper));
                          });
  }
  Page page;
  for (; at != listing.end(); ++at) {
    if ((*at)->folded_title.find(request.folded_query) == std::string::npos ||
        !may_see((*at)->view.id)) {
      continue;
    }
    if (page.papers.size() == request.limit) {
      page.next_cursor = cursor_of(page.papers.back());
      break;
    }
    page.papers.push_back(*at);
  }
  return page;
}

}  // namespace plenary::server
