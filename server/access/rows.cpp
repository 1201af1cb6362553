#include "server/access/rows.hpp"

#include <type_traits>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"

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
    const auto found = object_.find(name);
    if (found == object_.end() || !read(*found, field)) {
      complete_ = false;
    }
  }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  static bool read(const Value& value, std::string& text) {
    if (value.is_string()) {
      text = value.get<std::string>();
    }
    return value.is_string();
  }
  static bool read(const Value& value, bool& flag) {
    if (value.is_boolean()) {
      flag = value.get<bool>();
    }
    return value.is_boolean();
  }
  static bool read(const Value& value, std::int64_t& count) {
    if (value.is_number_integer()) {
      count = value.get<std::int64_t>();
    }
    return value.is_number_integer();
  }
  static bool read(const Value& value, Timestamp& time) { return read(value, time.ms); }
  static bool read(const Value& value, std::optional<Timestamp>& time) {
    Timestamp some;
    if (value.is_null()) {
      time.reset();
      return true;
    }
    time = some;
    return read(value, *time);
  }
  static bool read(const Value& value, std::vector<std::string>& list) {
    bool good = value.is_array();
    for (const Value& element : good ? value : Value::array()) {
      good = read(element, list.emplace_back()) && good;
    }
    return good;
  }
  static bool read(const Value& value, Role& role) {
    std::string name;
    const auto known = read(value, name) ? parse_role(name) : std::nullopt;
    role = known.value_or(Role::kNone);
    return known.has_value();
  }
  static bool read(const Value& value, SubjectKind& kind) {
    std::string name;
    const bool good = read(value, name) && (name == kAccountSubject || name == kGroupSubject);
    kind = name == kGroupSubject ? SubjectKind::kGroup : SubjectKind::kAccount;
    return good;
  }
  static bool read(const Value& value, AbilitySet& abilities) {
    std::vector<std::string> names;
    bool good = read(value, names);
    for (const std::string& name : names) {
      const auto known = parse_ability(name);
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
  if (object.is_object()) {
    fields(reader, row);
  }
  if (!object.is_object() || !reader.complete()) {
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
