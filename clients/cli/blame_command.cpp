#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/fields.hpp"
#include "clients/cli/history_source.hpp"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/base/utf.hpp"

namespace plenary::cli {
namespace {

/// Longer names are cut, so that there is room for the text.
constexpr std::size_t kNameCharactersMost = 24;
constexpr std::size_t kDayCharacters = 10;  // of an RFC 3339 time

struct BlameOptions {
  HistorySource source;
  std::string version;
};

/// A stretch of text that one person wrote in one go.
struct Run {
  std::size_t end{0};  // behind its last unit
  std::string who;
  std::string day;
};

struct Line {
  std::string who;
  std::string day;
  std::string text;
};

/// Somebody's part of a line.
struct Part {
  std::size_t units{0};
  std::string day;  // of the last that they wrote of it
};

std::vector<Run> runs_of(const json::Value& blame) {
  std::vector<Run> runs;
  for (const json::Value& run : member(blame, "runs")) {
    runs.push_back({json::whole_or_zero(run, "index") + json::whole_or_zero(run, "length"),
                    author_of(blame, run),
                    field(member(run, "last"), "time").substr(0, kDayCharacters)});
  }
  return runs;
}

/// The units of a document, as the runs count them: an embed is one.
struct Text {
  std::u16string units;
  std::map<std::size_t, std::string> embeds;  // by place: what is shown for each
};

std::string name_of_embed(const json::Value& embed) {
  const std::string kind = embed.is_object() && !embed.empty() ? embed.begin().key() : "";
  return kind == "table-embed" ? "[table]" : kind == "note" ? "[footnote]" : "[" + kind + "]";
}

Text text_of(const json::Value& content) {
  Text text;
  for (const json::Value& op : member(content, "ops")) {
    if (const auto insert = json::required_text_member(op, "insert")) {
      text.units += utf::to_utf16(*insert);
    } else {
      text.embeds.emplace(text.units.size(), name_of_embed(member(op, "insert")));
      text.units.push_back(u'\ufffc');
    }
  }
  return text;
}

/// The words from `start` to `end`, with names for embeds.
std::string shown_words(const Text& text, std::size_t start, std::size_t end) {
  const std::u16string_view units(text.units);
  std::string words;
  for (auto embed = text.embeds.lower_bound(start);
       embed != text.embeds.end() && embed->first < end; ++embed) {
    words += utf::to_wtf8(units.substr(start, embed->first - start)) + embed->second;
    start = embed->first + 1;
  }
  return printable(words + utf::to_wtf8(units.substr(start, end - start)));
}

/// The author of most of the units from `start` to `end`. `run` is the first run that may reach
/// there; it moves on.
Line line_of(const std::vector<Run>& runs, std::size_t& run, std::size_t start, std::size_t end) {
  std::map<std::string, Part> parts;
  for (std::size_t at = start; at < end && run < runs.size();) {
    if (runs[run].end <= at) {
      ++run;
      continue;
    }
    const std::size_t stop = std::min(end, runs[run].end);
    Part& part = parts[runs[run].who];
    part.units += stop - at;
    part.day = std::max(part.day, runs[run].day);
    at = stop;
  }
  const auto most = std::max_element(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return a.second.units < b.second.units;
  });
  return most == parts.end() ? Line{} : Line{most->first, most->second.day, {}};
}

std::vector<Line> lines_of(const std::vector<Run>& runs, const Text& text) {
  const std::u16string_view units(text.units);
  std::vector<Line> lines;
  std::size_t run = 0;
  for (std::size_t start = 0; start < units.size();) {
    const std::size_t end = std::min(units.find(u'\n', start), units.size());
    Line line = line_of(runs, run, start, std::max(end, start + 1));  // an empty one has its end
    line.text = shown_words(text, start, end);
    lines.push_back(std::move(line));
    start = end + 1;
  }
  return lines;
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string shortened(const std::string& name) {
  if (characters(name) <= kNameCharactersMost) {
    return name;
  }
  std::u16string units = utf::to_utf16(name).substr(0, kNameCharactersMost - 1);
  if (utf::is_high_surrogate(units.back())) {
    units.pop_back();
  }
  return utf::to_wtf8(units) + "…";
}

void print_lines(std::vector<Line> lines) {
  std::size_t width = 0;
  for (Line& line : lines) {
    line.who = shortened(line.who);
    width = std::max(width, characters(line.who));
  }
  for (const Line& line : lines) {
    std::cout << line.who << std::string(width - characters(line.who), ' ') << "  " << line.day
              << "  " << line.text << '\n';
  }
}

int show_blame(const BlameOptions& options) {
  const auto blame =
      read_object(options.source, "blame",
                  options.version.empty() ? Query{} : Query{{"version", options.version}});
  if (!blame) {
    return kCannot;
  }
  const auto content = read_object(
      options.source, "versions/" + std::to_string(json::whole_or_zero(*blame, "version")),
      {{"format", "delta"}});
  if (!content) {
    return kCannot;
  }
  print_lines(lines_of(runs_of(*blame), text_of(*content)));
  return done();
}

}  // namespace

void add_blame(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<BlameOptions>();
  CLI::App* command =
      program.add_subcommand("blame", "Who wrote which line of a document, and when");
  add_source(*command, options->source);
  command->add_option("--version", options->version, "The version (default: the newest)");
  command->footer(
      "Before each line stands who wrote most of it, and the day on which they last wrote in it "
      "(UTC).");
  command->callback([options, &chosen] { chosen = [options] { return show_blame(*options); }; });
}

}  // namespace plenary::cli
