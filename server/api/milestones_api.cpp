#include "server/api/milestones_api.hpp"

#include <functional>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/api/audit.hpp"
#include "server/api/handlers.hpp"
#include "server/api/history_requests.hpp"
#include "server/api/service.hpp"
#include "server/history/archive.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/json_body.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/runtime/times.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using history::History;
using history::OpNumber;

std::string tag_of(const Milestone& milestone) {
  return "\"" + content_hash(milestone.id + "\n" + milestone.name + "\n" + milestone.note) + "\"";
}

json::Value milestone_value(const Milestone& milestone, const std::optional<Timestamp>& time,
                            const std::string& by_name) {
  json::Value by = json::Value::object();
  by["id"] = milestone.by;
  by["name"] = by_name.empty() ? json::Value() : json::Value(by_name);
  return {{"id", milestone.id},
          {"version", milestone.version.value},
          {"time", time ? json::Value(to_rfc3339(*time)) : json::Value()},
          {"name", milestone.name},
          {"note", milestone.note},
          {"at", to_rfc3339(milestone.at)},
          {"by", std::move(by)},
          {"etag", tag_of(milestone)}};
}

std::function<bool(const Milestone&)> as_seen_by(const Exchange& exchange) {
  const std::string tag(header(exchange.request, "if-match"));
  return [tag](const Milestone& milestone) {
    return tag.empty() || tag == "*" || tag == tag_of(milestone);
  };
}

/// A milestone that is another by now is a failed precondition, as of threads.
HttpResponse refuse_milestone(const Error& error) {
  return error.code == Errc::kVersionConflict ? to_response({412, kConflict, error.detail})
                                              : refuse(error);
}

}  // namespace

void MilestonesApi::add_to(Handlers& handlers) {
  handlers.add("listMilestones", *this, &MilestonesApi::milestones);
  handlers.add("addMilestone", *this, &MilestonesApi::add_milestone);
  handlers.add("readMilestone", *this, &MilestonesApi::milestone);
  handlers.add("changeMilestone", *this, &MilestonesApi::change_milestone);
  handlers.add("removeMilestone", *this, &MilestonesApi::remove_milestone);
}

MilestonesApi::Answer MilestonesApi::milestones(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
  PLENARY_TRY(const std::vector<Milestone> all, services_.archive.milestones.of(key.id));
  json::Value list = json::Value::array();
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    for (const Milestone& milestone : all) {
      list.push_back(described(history, milestone));
    }
  }));
  return tagged(exchange.request, json_response(200, json::Value{{"milestones", std::move(list)}}));
}

/// The milestone with the time of its version and the name of who named it.
json::Value MilestonesApi::described(const History& history, const Milestone& milestone) const {
  std::optional<Timestamp> time;
  if (milestone.version.value > 0 && milestone.version.value <= history.version()) {
    time = history.timeline().time_of(static_cast<OpNumber>(milestone.version.value - 1));
  }
  std::string name = services_.archive.bylines.name_of(milestone.by);
  if (services_.directory != nullptr) {
    services_.directory->read([&](const DirectoryState& state) {
      if (const Account* account = account_of(state, milestone.by); account != nullptr) {
        name = account->display_name;
      }
    });
  }
  return milestone_value(milestone, time, name);
}

MilestonesApi::Answer MilestonesApi::answer_milestone(const Exchange& exchange, unsigned status,
                                                      const Milestone& milestone) {
  json::Value value;
  PLENARY_TRY_VOID(services_.archive.histories.read(
      paper_of_exchange(exchange),
      [&](const History& history) { value = described(history, milestone); }));
  HttpResponse response = json_response(status, value);
  const std::string& method = exchange.request.method;
  if (method == "GET" || method == "HEAD") {
    return with_etag(exchange.request, std::move(response), tag_of(milestone));
  }
  // A change is answered in full, even if the caller has this state already.
  response.headers.emplace_back("etag", tag_of(milestone));
  if (status == 201) {
    response.headers.emplace_back(
        "location", "/api/v1/documents/" + exchange.captures.at(0) + "/milestones/" + milestone.id);
  }
  return response;
}

MilestonesApi::Answer MilestonesApi::add_milestone(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  PLENARY_TRY(const json::Value body,
              parse_object(exchange.request.body, {"version", "name", "note"}));
  PLENARY_TRY(const storage::Head head, services_.store.head(key));
  Milestone wanted{.version = head.version, .by = who.name};
  if (body.contains("version") && body["version"] != "head") {
    PLENARY_TRY(wanted.version.value, whole_member(body, "version"));
    if (wanted.version > head.version) {
      return bad_version("version");
    }
  }
  PLENARY_TRY(wanted.name, required_text_member(body, "name"));
  PLENARY_TRY(wanted.note, text_member(body, "note"));
  PLENARY_TRY(const Milestone made, services_.archive.milestones.add(key.id, std::move(wanted)));
  services_.archive.bylines.note(who);
  note_in_audit(services_, who, "milestone.add", key.id);
  return answer_milestone(exchange, 201, made);
}

MilestonesApi::Answer MilestonesApi::milestone(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
  PLENARY_TRY(const Milestone found,
              services_.archive.milestones.find(key.id, exchange.captures.at(1)));
  return answer_milestone(exchange, 200, found);
}

MilestonesApi::Answer MilestonesApi::change_milestone(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
  PLENARY_TRY(const json::Value body, parse_object(exchange.request.body, {"name", "note"}));
  MilestoneChange change;
  PLENARY_TRY(change.name, optional_text_member(body, "name"));
  PLENARY_TRY(change.note, optional_text_member(body, "note"));
  const auto changed = services_.archive.milestones.change(key.id, exchange.captures.at(1), change,
                                                           as_seen_by(exchange));
  return changed ? answer_milestone(exchange, 200, *changed)
                 : Answer(refuse_milestone(changed.error()));
}

MilestonesApi::Answer MilestonesApi::remove_milestone(const Exchange& exchange,
                                                      const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  const auto removed =
      services_.archive.milestones.remove(key.id, exchange.captures.at(1), as_seen_by(exchange));
  if (!removed) {
    return refuse_milestone(removed.error());
  }
  note_in_audit(services_, who, "milestone.remove", key.id);
  return no_content();
}

}  // namespace plenary::server
