#include "server/api/json/difference_json.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/api/json/fields.hpp"
#include "server/api/json/history_json.hpp"

namespace plenary::server {
namespace {

using history::Amount;
using history::AuthorIndex;
using history::CellDifference;
using history::Change;
using history::ChangeKind;
using history::Difference;
using history::EmbedDifference;
using history::History;

std::string ops_json(const history::Delta& content) {
  std::string out;
  ot::rich_text::append(out, content);
  return out;
}

std::string attributes_json(const history::Attributes& attributes) {
  return attributes == nullptr ? "{}" : json::to_string(*attributes);
}

std::string_view verb_of(ChangeKind kind) {
  static constexpr std::array<std::string_view, 5> kNames{"kept", "inserted", "deleted",
                                                          "reformatted", "edited"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string pieces_json(const std::vector<Change>& changes, const History& history);

void append_cell(std::string& out, const CellDifference& cell, const History& history) {
  out += out.back() == '[' ? "{\"row\":" : ",{\"row\":";
  out += std::to_string(cell.row + 1);
  add_number(out, "column", cell.column + 1);
  add_raw(out, "pieces", pieces_json(cell.changes, history));
  if (!ot::rich_text::same(cell.before, cell.after)) {
    add_number(out, "by", cell.by);
    add_raw(out, "last", moment_json(history, std::uint64_t{cell.last} + 1));
    add_raw(out, "before", attributes_json(cell.before));
    add_raw(out, "after", attributes_json(cell.after));
  }
  out += "}";
}

/// What changed inside of a note, or of a table.
std::string inside_json(const EmbedDifference& inside, const History& history) {
  if (inside.rows.empty() && inside.columns.empty()) {
    return "{\"content\":" + pieces_json(inside.content, history) + "}";
  }
  std::string out = "{\"rows\":" + pieces_json(inside.rows, history);
  add_raw(out, "columns", pieces_json(inside.columns, history));
  out += ",\"cells\":[";
  for (const CellDifference& cell : inside.cells) {
    append_cell(out, cell, history);
  }
  return out + "]}";
}

void append_piece(std::string& out, const Change& change, const History& history) {
  out += out.size() > 1 ? ",{\"kind\":\"" : "{\"kind\":\"";
  out += verb_of(change.kind);
  out += "\"";
  add_raw(out, "ops", ops_json(change.content));
  if (change.kind != ChangeKind::kKept) {
    add_number(out, "by", change.by);
    add_raw(out, "first", moment_json(history, std::uint64_t{change.first} + 1));
    add_raw(out, "last", moment_json(history, std::uint64_t{change.last} + 1));
  }
  if (change.kind == ChangeKind::kDeleted) {
    out += ",\"written_by\":[";
    for (std::size_t i = 0; i < change.written_by.size(); ++i) {
      out += (i == 0 ? "" : ",") + std::to_string(change.written_by[i]);
    }
    out += "]";
  }
  if (change.kind == ChangeKind::kReformatted || change.kind == ChangeKind::kEdited) {
    add_raw(out, "before", attributes_json(change.before));
    add_raw(out, "after", attributes_json(change.after));
  }
  if (change.inside != nullptr) {
    add_raw(out, "inside", inside_json(*change.inside, history));
  }
  if (change.move != 0) {
    add_number(out, "move", change.move);
  }
  out += "}";
}

std::string pieces_json(const std::vector<Change>& changes, const History& history) {
  std::string out = "[";
  for (const Change& change : changes) {
    append_piece(out, change, history);
  }
  return out + "]";
}

void count(Amount& amount, const Change& change) {
  const std::uint64_t units = change.content.inserted_length();
  amount.inserted += change.kind == ChangeKind::kInserted ? units : 0;
  amount.deleted += change.kind == ChangeKind::kDeleted ? units : 0;
  amount.reformatted += change.kind == ChangeKind::kReformatted ? units : 0;
}

std::string summary_json(const Difference& difference) {
  Amount all;
  std::map<AuthorIndex, Amount> by;
  std::vector<std::uint32_t> moves;
  history::for_each_change(difference.changes, [&](const Change& change) {
    count(all, change);
    if (change.kind != ChangeKind::kKept && change.kind != ChangeKind::kEdited) {
      count(by[change.by], change);
    }
    if (change.move != 0 && std::find(moves.begin(), moves.end(), change.move) == moves.end()) {
      moves.push_back(change.move);
    }
  });
  std::string out = "{\"moves\":" + std::to_string(moves.size());
  add_amount(out, all);
  out += ",\"by\":[";
  for (const auto& [author, amount] : by) {
    out += out.back() == '[' ? "{\"by\":" : ",{\"by\":";
    out += std::to_string(author);
    add_amount(out, amount);
    out += "}";
  }
  return out + "]}";
}

}  // namespace

std::string difference_json(const History& history, const Difference& difference,
                            std::uint64_t from, std::uint64_t to, const std::string& authors) {
  std::string out = "{\"from\":" + moment_json(history, from);
  add_raw(out, "to", moment_json(history, to));
  add_number(out, "head", history.version());
  add_raw(out, "authors", authors);
  add_raw(out, "pieces", pieces_json(difference.changes, history));
  add_raw(out, "delta", "{\"ops\":" + ops_json(difference.delta) + "}");
  add_raw(out, "summary", summary_json(difference));
  return out + "}";
}

std::string preview_json(const History& history, const Difference& difference,
                         const std::string& authors) {
  std::string out = "{\"head\":" + std::to_string(history.version());
  add_raw(out, "authors", authors);
  add_raw(out, "pieces", pieces_json(difference.changes, history));
  add_raw(out, "delta", "{\"ops\":" + ops_json(difference.delta) + "}");
  add_raw(out, "summary", summary_json(difference));
  return out + "}";
}

}  // namespace plenary::server
