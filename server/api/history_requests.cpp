#include "server/api/history_requests.hpp"

#include <algorithm>

#include "server/access/directory.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/service.hpp"
#include "server/history/archive.hpp"
#include "server/http/negotiation.hpp"
#include "server/papers/document_view.hpp"

namespace plenary::server {

DocumentKey paper_of_exchange(const Exchange& exchange) {
  return {kPapers, exchange.captures.at(0)};
}

Error bad_version(const char* name) {
  return {Errc::kMalformed,
          std::string(name) + " is the number of a version that the document has, or \"head\""};
}

Result<std::uint64_t> version_of(const Exchange& exchange, const char* name, std::uint64_t head,
                                 std::uint64_t otherwise) {
  const auto text = parameter(exchange.request, name);
  if (!text) {
    return otherwise;
  }
  if (*text == "head") {
    return head;
  }
  const auto number = parse_number(*text);
  return number && *number <= head ? Result<std::uint64_t>(*number) : bad_version(name);
}

Result<std::optional<std::uint64_t>> number_of(const Exchange& exchange, const char* name) {
  const auto text = parameter(exchange.request, name);
  if (!text) {
    return std::optional<std::uint64_t>();
  }
  const auto number = parse_number(*text);
  if (!number) {
    return Error{Errc::kMalformed, std::string(name) + " is a whole number"};
  }
  return number;
}

const Account* account_of(const DirectoryState& state, std::string_view author) {
  const auto id = account_id_of(author);
  return id ? state.find<Account>(*id) : nullptr;
}

std::vector<Byline> bylines_of(const HttpServices& services, const history::History& history) {
  std::vector<Byline> authors;
  for (const std::string& id : history.authors()) {
    authors.push_back({.id = id, .name = services.archive.bylines.name_of(id)});
  }
  if (services.directory == nullptr) {
    return authors;
  }
  services.directory->read([&authors](const DirectoryState& state) {
    for (Byline& author : authors) {
      const Account* const account = account_of(state, author.id);
      if (account == nullptr) {
        continue;
      }
      author.name = account->display_name;
      for (const auto& [id, group] : state.rows<Group>()) {
        if (std::binary_search(group.members.begin(), group.members.end(), account->id)) {
          author.groups.push_back(group.name);
        }
      }
    }
  });
  return authors;
}

}  // namespace plenary::server
