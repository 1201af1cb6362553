#include "server/api/routes.hpp"

#include "protocol/json/value.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

using enum Ability;
using enum Workplace;

/// A route under construction: each function returns a copy with one more thing said.
struct Row : Route {
  [[nodiscard]] constexpr Row in_paper(AbilitySet needed) const {
    Row row = *this;
    row.callers = Callers::kAble;
    row.scope = Scope::Kind::kPaper;
    row.abilities = needed;
    return row;
  }
  /// The same for a paper that was written at some time, which is looked up on a pool.
  [[nodiscard]] constexpr Row in_made_paper(AbilitySet needed) const {
    Row row = in_paper(needed);
    row.made = true;
    return row;
  }
  [[nodiscard]] constexpr Row for_administrators() const {
    Row row = *this;
    row.callers = Callers::kAble;
    row.abilities = {kAdminister};
    row.people = true;
    return row;
  }
  [[nodiscard]] constexpr Row only_for(Callers wanted) const {
    Row row = *this;
    row.callers = wanted;
    return row;
  }
  [[nodiscard]] constexpr Row with_people() const {
    Row row = *this;
    row.people = true;
    return row;
  }
  [[nodiscard]] constexpr Row taking(std::size_t bytes) const {
    Row row = *this;
    row.body_bytes_max = bytes;
    return row;
  }
  [[nodiscard]] constexpr Row taking_picture(std::size_t bytes) const {
    Row row = taking(bytes);
    row.body = BodyKind::kPicture;
    return row;
  }
  [[nodiscard]] constexpr Row on(Workplace where, double weight_there = 1) const {
    Row row = *this;
    row.workplace = where;
    row.weight = weight_there;
    return row;
  }
};

constexpr Row row(std::string_view method, std::string_view path, std::string_view operation,
                  std::size_t body_bytes_max) {
  Row made;
  made.method = method;
  made.path = path;
  made.operation = operation;
  made.body_bytes_max = body_bytes_max;
  return made;
}
constexpr Row get(std::string_view path, std::string_view operation) {
  return row("GET", path, operation, kUnusedBodyBytesMax);
}
constexpr Row post(std::string_view path, std::string_view operation) {
  return row("POST", path, operation, kFormBytesMax);
}
constexpr Row put(std::string_view path, std::string_view operation) {
  return row("PUT", path, operation, kFormBytesMax);
}
constexpr Row patch(std::string_view path, std::string_view operation) {
  return row("PATCH", path, operation, kFormBytesMax);
}
constexpr Row remove(std::string_view path, std::string_view operation) {
  return row("DELETE", path, operation, kUnusedBodyBytesMax);
}

constexpr AbilitySet kChangesHistory{kEditDocument, kReadHistory};

// One line for each route, however long.
// clang-format off
constexpr Route kRoutes[] = {
    get("/healthz", "getHealth"),
    get("/readyz", "getReadiness"),
    get("/metrics", "getMetrics").only_for(Callers::kOperators),
    get("/sync", "openSocket"),

    get("/api/v1/documents", "listDocuments").on(kDirectory, 2),
    post("/api/v1/documents", "createDocument").only_for(Callers::kFounders).taking(kHttpBodyBytesMax).on(kConversions, 2),
    get("/api/v1/documents/{id}", "readDocument").in_paper({kReadDocument}),
    patch("/api/v1/documents/{id}", "renameDocument").in_paper({kRenameDocument}).taking(kRenameBodyBytesMax),
    remove("/api/v1/documents/{id}", "deleteDocument").in_paper({kDeleteDocument}),
    get("/api/v1/documents/{id}/content", "exportDocument").in_paper({kExportDocument}).on(kShard, 5),
    get("/api/v1/documents/{id}/versions/{version}", "exportVersion").in_paper({kExportDocument}).on(kShard, 5),
    get("/api/v1/documents/{id}/tables/{table}", "readTable").in_paper({kExportDocument}).on(kShard, 5),
    patch("/api/v1/documents/{id}/tables/{table}", "changeTable").in_paper({kEditDocument}).taking(kFrameBytesMax).on(kConversions, 5),

    get("/api/v1/documents/{id}/pictures", "listPictures").in_made_paper({kReadHistory}).on(kReading, 2),
    post("/api/v1/documents/{id}/pictures", "addPicture").in_made_paper({kEditDocument}).taking_picture(kPictureBytesMax).on(kConversions, 5),
    get("/api/v1/documents/{id}/pictures/{picture}", "readPicture").in_paper({kReadDocument}).on(kReading),
    put("/api/v1/documents/{id}/pictures/{picture}/screen", "addScreenCopy").in_paper({kEditDocument}).taking_picture(kScreenCopyBytesMax).on(kConversions, 2),

    get("/api/v1/documents/{id}/history", "getHistory").in_made_paper({kReadHistory}).on(kReading, 2),
    get("/api/v1/documents/{id}/versions", "resolveVersion").in_made_paper({kReadHistory}).on(kReading, 2),
    get("/api/v1/documents/{id}/diff", "getDifference").in_made_paper({kReadHistory}).on(kReading, 5),
    get("/api/v1/documents/{id}/blame", "getBlame").in_made_paper({kReadHistory}).on(kReading, 10),
    get("/api/v1/documents/{id}/sessions", "listEditingSessions").in_made_paper({kReadHistory}).on(kReading, 5),
    get("/api/v1/documents/{id}/operations", "listOperations").in_made_paper({kReadHistory}).on(kReading, 5),
    get("/api/v1/documents/{id}/milestones", "listMilestones").in_made_paper({kReadHistory}).on(kReading, 2),
    post("/api/v1/documents/{id}/milestones", "addMilestone").in_made_paper(kChangesHistory).on(kReading, 2),
    get("/api/v1/documents/{id}/milestones/{milestone}", "readMilestone").in_made_paper({kReadHistory}).on(kReading, 2),
    patch("/api/v1/documents/{id}/milestones/{milestone}", "changeMilestone").in_made_paper(kChangesHistory).on(kReading, 2),
    remove("/api/v1/documents/{id}/milestones/{milestone}", "removeMilestone").in_made_paper(kChangesHistory).on(kReading, 2),
    post("/api/v1/documents/{id}/restore", "restoreVersion").in_made_paper(kChangesHistory).on(kReading, 10),
    post("/api/v1/documents/{id}/undo", "undoAuthor").in_made_paper(kChangesHistory).on(kReading, 10),

    get("/api/v1/documents/{id}/threads", "listThreads").in_paper({kReadThreads}).on(kReading, 5),
    post("/api/v1/documents/{id}/threads", "startThread").in_paper({kComment}).taking(kCommentBodyBytesMax).on(kReading),
    put("/api/v1/documents/{id}/threads/read", "markAllRead").in_paper({kReadThreads}).on(kReading),
    get("/api/v1/documents/{id}/threads/{thread}", "readThread").in_paper({kReadThreads}).on(kReading),
    patch("/api/v1/documents/{id}/threads/{thread}", "changeThread").in_paper({kComment}).taking(kCommentBodyBytesMax),
    post("/api/v1/documents/{id}/threads/{thread}/comments", "addComment").in_paper({kComment}).taking(kCommentBodyBytesMax),
    patch("/api/v1/documents/{id}/threads/{thread}/comments/{comment}", "editComment").in_paper({kComment}).taking(kCommentBodyBytesMax),
    remove("/api/v1/documents/{id}/threads/{thread}/comments/{comment}", "deleteComment").in_paper({kComment}),
    put("/api/v1/documents/{id}/threads/{thread}/comments/{comment}/reaction", "reactToComment").in_paper({kComment}),
    get("/api/v1/documents/{id}/threads/{thread}/comments/{comment}/revisions", "listRevisions").in_paper({kReadThreads}).on(kReading),
    put("/api/v1/documents/{id}/threads/{thread}/read", "markThreadRead").in_paper({kReadThreads}).on(kReading),

    get("/api/v1/me", "readMe"),
    post("/api/v1/set-up", "setUp").with_people().on(kPasswords),
    post("/api/v1/session", "logIn").with_people().on(kPasswords),
    remove("/api/v1/session", "logOut").with_people().on(kDirectory),
    post("/api/v1/invitations/open", "openInvitation").with_people().on(kDirectory),
    post("/api/v1/invitations/accept", "acceptInvitation").with_people().on(kPasswords),
    post("/api/v1/resets/use", "useReset").with_people().on(kPasswords),
    post("/api/v1/links/open", "openLink").with_people().on(kDirectory),
    patch("/api/v1/me", "changeMe").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    put("/api/v1/me/password", "changePassword").only_for(Callers::kOwnAccount).with_people().on(kPasswords),
    get("/api/v1/me/sessions", "listSessions").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    remove("/api/v1/me/sessions", "endOtherSessions").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    remove("/api/v1/me/sessions/{session}", "endSession").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    get("/api/v1/me/tokens", "listTokens").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    post("/api/v1/me/tokens", "makeToken").only_for(Callers::kOwnAccount).with_people().on(kDirectory),
    remove("/api/v1/me/tokens/{token}", "revokeToken").only_for(Callers::kOwnAccount).with_people().on(kDirectory),

    get("/api/v1/documents/{id}/access", "readAccess").in_made_paper({kReadDocument}).with_people().on(kDirectory),
    get("/api/v1/documents/{id}/people", "findDocumentPeople").in_made_paper({kComment}).with_people().on(kDirectory),
    get("/api/v1/documents/{id}/audit", "readDocumentAudit").in_made_paper({kManageAccess}).with_people().on(kReading, 5),
    put("/api/v1/documents/{id}/owner", "transferDocument").in_made_paper({kTransferOwnership}).with_people().on(kDirectory),
    put("/api/v1/documents/{id}/grants/accounts/{account}", "grantToAccount").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    remove("/api/v1/documents/{id}/grants/accounts/{account}", "revokeFromAccount").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    put("/api/v1/documents/{id}/grants/groups/{group}", "grantToGroup").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    remove("/api/v1/documents/{id}/grants/groups/{group}", "revokeFromGroup").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    post("/api/v1/documents/{id}/links", "makeLink").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    remove("/api/v1/documents/{id}/links/{link}", "revokeLink").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    get("/api/v1/documents/{id}/webhooks", "listDocumentWebhooks").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    post("/api/v1/documents/{id}/webhooks", "makeDocumentWebhook").in_made_paper({kManageAccess}).with_people().on(kDirectory),
    remove("/api/v1/documents/{id}/webhooks/{hook}", "removeDocumentWebhook").in_made_paper({kManageAccess}).with_people().on(kDirectory),

    get("/api/v1/people", "findPeople").only_for(Callers::kAccounts).with_people().on(kDirectory),
    get("/api/v1/groups", "listGroups").only_for(Callers::kAccounts).with_people().on(kDirectory),
    post("/api/v1/groups", "makeGroup").for_administrators().on(kDirectory),
    patch("/api/v1/groups/{group}", "renameGroup").for_administrators().on(kDirectory),
    remove("/api/v1/groups/{group}", "removeGroup").for_administrators().on(kDirectory),
    put("/api/v1/groups/{group}/members/{account}", "addMember").for_administrators().on(kDirectory),
    remove("/api/v1/groups/{group}/members/{account}", "removeMember").for_administrators().on(kDirectory),
    get("/api/v1/accounts", "listAccounts").for_administrators().on(kDirectory),
    patch("/api/v1/accounts/{account}", "changeAccount").for_administrators().on(kDirectory),
    post("/api/v1/accounts/{account}/reset", "makeReset").for_administrators().on(kDirectory),
    get("/api/v1/invitations", "listInvitations").for_administrators().on(kDirectory),
    post("/api/v1/invitations", "invite").for_administrators().on(kDirectory),
    remove("/api/v1/invitations/{invitation}", "withdrawInvitation").for_administrators().on(kDirectory),
    get("/api/v1/audit", "readAudit").for_administrators().on(kReading, 5),
    get("/api/v1/webhooks", "listWebhooks").for_administrators().on(kDirectory),
    post("/api/v1/webhooks", "makeWebhook").for_administrators().on(kDirectory),
    remove("/api/v1/webhooks/{hook}", "removeWebhook").for_administrators().on(kDirectory),
};
// clang-format on

std::string_view label_of(Callers callers) {
  switch (callers) {
    case Callers::kAnybody:
      return "nothing";
    case Callers::kAccounts:
      return "account";
    case Callers::kOwnAccount:
      return "log_in";
    case Callers::kFounders:
      return "create_document";
    case Callers::kOperators:
      return "administer";
    case Callers::kAble:
      return "abilities";
  }
  return "";
}

std::string_view label_of(Workplace workplace) {
  switch (workplace) {
    case kShard:
      return "shard";
    case kDirectory:
      return "directory";
    case kPasswords:
      return "passwords";
    case kConversions:
      return "conversions";
    case kReading:
      return "reading";
  }
  return "";
}

json::Value to_json(const Route& route) {
  json::Value needs = json::Value::array();
  if (route.callers != Callers::kAble) {
    needs.push_back(label_of(route.callers));
  }
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    if (route.abilities.has(static_cast<Ability>(i))) {
      needs.push_back(name_of(static_cast<Ability>(i)));
    }
  }
  return {{"method", route.method},
          {"path", route.path},
          {"operation", route.operation},
          {"needs", std::move(needs)},
          {"scope", route.scope == Scope::Kind::kPaper ? "paper" : "server"},
          {"made", route.made},
          {"people", route.people},
          {"body_bytes_max", route.body_bytes_max},
          {"body_type", route.body == BodyKind::kPicture ? "image/*" : "application/json"},
          {"workplace", label_of(route.workplace)},
          {"weight", route.weight}};
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

std::string routes_as_json() {
  json::Value list = json::Value::array();
  for (const Route& route : routes()) {
    list.push_back(to_json(route));
  }
  return json::to_string(list);
}

}  // namespace plenary::server
