#include "server/access/rows.hpp"

#include <type_traits>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"

namespace plenary::server {
namespace {

using json::Value;

// Each row names its fields once, for both ways.

template <class Visit, class Row>
void fields(Visit& visit, Row& row) {
  using Kind = std::remove_const_t<Row>;
  if constexpr (std::is_same_v<Kind, Account>) {
    visit("id", row.id);
    visit("email", row.email);
    visit("display_name", row.display_name);
    visit("affiliation", row.affiliation);
    visit("password", row.password);
    visit("administrator", row.administrator);
    visit("disabled", row.disabled);
    visit("created_at", row.created_at);
  } else if constexpr (std::is_same_v<Kind, LogInRecord>) {
    visit("account", row.account);
    visit("places", row.places);
    visit("failed", row.failed);
    visit("failed_before", row.failed_before);
  } else if constexpr (std::is_same_v<Kind, Group>) {
    visit("id", row.id);
    visit("name", row.name);
    visit("members", row.members);
  } else if constexpr (std::is_same_v<Kind, Invitation>) {
    visit("id", row.id);
    visit("hash", row.hash);
    visit("email", row.email);
    visit("by", row.by);
    visit("administrator", row.administrator);
    visit("groups", row.groups);
    visit("expires_at", row.expires_at);
  } else if constexpr (std::is_same_v<Kind, PasswordReset>) {
    visit("id", row.id);
    visit("hash", row.hash);
    visit("account", row.account);
    visit("expires_at", row.expires_at);
  } else if constexpr (std::is_same_v<Kind, LogInSession>) {
    visit("id", row.id);
    visit("hash", row.hash);
    visit("account", row.account);
    visit("guest_id", row.guest_id);
    visit("guest_name", row.guest_name);
    visit("links", row.links);
    visit("created_at", row.created_at);
    visit("used_at", row.used_at);
  } else if constexpr (std::is_same_v<Kind, Grant>) {
    visit("paper", row.paper);
    visit("kind", row.kind);
    visit("subject", row.subject);
    visit("role", row.role);
    visit("history", row.history);
  } else if constexpr (std::is_same_v<Kind, ShareLink>) {
    visit("id", row.id);
    visit("hash", row.hash);
    visit("paper", row.paper);
    visit("role", row.role);
    visit("history", row.history);
    visit("label", row.label);
    visit("by", row.by);
    visit("created_at", row.created_at);
    visit("expires_at", row.expires_at);
    visit("used_at", row.used_at);
  } else if constexpr (std::is_same_v<Kind, Ownership>) {
    visit("paper", row.paper);
    visit("account", row.account);
  } else if constexpr (std::is_same_v<Kind, ApiToken>) {
    visit("id", row.id);
    visit("hash", row.hash);
    visit("account", row.account);
    visit("label", row.label);
    visit("abilities", row.abilities);
    visit("created_at", row.created_at);
    visit("expires_at", row.expires_at);
  } else {
    static_assert(std::is_same_v<Kind, AuditEntry>);
    visit("id", row.id);
    visit("at", row.at);
    visit("by", row.by);
    visit("what", row.what);
    visit("about", row.about);
    visit("paper", row.paper);
    visit("detail", row.detail);
  }
}

constexpr std::string_view kAccountSubject = "account";
constexpr std::string_view kGroupSubject = "group";

class Writer {
 public:
  template <class Field>
  void operator()(const char* name, const Field& field) {
    object_[name] = value(field);
  }
  [[nodiscard]] std::string text() const { return json::to_string(object_); }

 private:
  static Value value(const std::string& text) { return text; }
  static Value value(bool flag) { return flag; }
  static Value value(std::int64_t count) { return count; }
  static Value value(Timestamp time) { return time.ms; }
  static Value value(const std::vector<std::string>& list) { return list; }
  static Value value(Role role) { return name_of(role); }
  static Value value(SubjectKind kind) {
    return kind == SubjectKind::kAccount ? kAccountSubject : kGroupSubject;
  }
  static Value value(const std::optional<Timestamp>& time) {
    return time ? Value(time->ms) : Value();
  }
  static Value value(AbilitySet abilities) {
    Value names = Value::array();
    for (std::size_t i = 0; i < kAbilityCount; ++i) {
      if (abilities.has(static_cast<Ability>(i))) {
        names.push_back(name_of(static_cast<Ability>(i)));
      }
    }
    return names;
  }

  Value object_ = Value::object();
};

class Reader {
 public:
  explicit Reader(const Value& object) : object_(object) {}

  template <class Field>
  void operator()(const char* name, Field& field) {
    complete_ = read(name, field) && complete_;
  }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  template <class Read, class Field>
  static bool take(Result<Read>&& read, Field& field) {
    if (read) {
      field = *std::move(read);
    }
    return read.has_value();
  }

  bool read(const char* name, std::string& text) const {
    return take(json::required_text_member(object_, name), text);
  }
  bool read(const char* name, bool& flag) const {
    const auto read = json::flag_member(object_, name);
    flag = read && read->value_or(false);
    return read && read->has_value();
  }
  bool read(const char* name, std::int64_t& count) const {
    return take(json::integer_member(object_, name), count);
  }
  bool read(const char* name, Timestamp& time) const { return read(name, time.ms); }
  bool read(const char* name, std::optional<Timestamp>& time) const {
    time.reset();
    return object_.contains(name) &&
           (json::find_member(object_, name) == nullptr || read(name, time.emplace()));
  }
  bool read(const char* name, std::vector<std::string>& list) const {
    return object_.contains(name) && take(json::texts_member(object_, name), list);
  }
  bool read(const char* name, Role& role) const {
    const auto text = json::required_text_member(object_, name);
    const auto known = text ? parse_role(*text) : std::nullopt;
    role = known.value_or(Role::kNone);
    return known.has_value();
  }
  bool read(const char* name, SubjectKind& kind) const {
    const std::string text = json::text_or_empty(object_, name);
    const bool good = text == kAccountSubject || text == kGroupSubject;
    kind = text == kGroupSubject ? SubjectKind::kGroup : SubjectKind::kAccount;
    return good;
  }
  bool read(const char* name, AbilitySet& abilities) const {
    std::vector<std::string> names;
    bool good = read(name, names);
    for (const std::string& one : names) {
      const auto known = parse_ability(one);
      good = good && known.has_value();
      abilities = known ? abilities.with({*known}) : abilities;
    }
    return good;
  }

  const Value& object_;
  bool complete_{true};
};

}  // namespace

template <class Row>
std::string encode_row(const Row& row) {
  Writer writer;
  fields(writer, row);
  return writer.text();
}

template <class Row>
Result<Row> decode_row(std::string_view text) {
  PLENARY_TRY(const Value object, json::parse(text));
  Row row;
  Reader reader(object);
  fields(reader, row);
  if (!reader.complete()) {
    return Error{Errc::kCorrupt, "a record of " + std::string(Row::kKind) + " is not whole"};
  }
  return row;
}

template std::string encode_row(const Account&);
template std::string encode_row(const LogInRecord&);
template std::string encode_row(const Group&);
template std::string encode_row(const Invitation&);
template std::string encode_row(const PasswordReset&);
template std::string encode_row(const LogInSession&);
template std::string encode_row(const Grant&);
template std::string encode_row(const ShareLink&);
template std::string encode_row(const Ownership&);
template std::string encode_row(const ApiToken&);
template std::string encode_row(const AuditEntry&);
template Result<Account> decode_row(std::string_view);
template Result<LogInRecord> decode_row(std::string_view);
template Result<Group> decode_row(std::string_view);
template Result<Invitation> decode_row(std::string_view);
template Result<PasswordReset> decode_row(std::string_view);
template Result<LogInSession> decode_row(std::string_view);
template Result<Grant> decode_row(std::string_view);
template Result<ShareLink> decode_row(std::string_view);
template Result<Ownership> decode_row(std::string_view);
template Result<ApiToken> decode_row(std::string_view);
template Result<AuditEntry> decode_row(std::string_view);

}  // namespace plenary::server
