#include "protocol/markup/inline_parser.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/emphasis.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/html_tag.hpp"
#include "protocol/markup/link_syntax.hpp"
#include "protocol/markup/math.hpp"
#include "protocol/markup/plain_address.hpp"
#include "protocol/markup/script_signs.hpp"
#include "protocol/markup/shown_picture.hpp"

namespace plenary::markup {
namespace {

using InlineKind = Inline::Kind;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Finds the ends of code spans. Cost: O(n) for all calls together.
class Backticks {
 public:
  explicit Backticks(std::string_view text) : text_(text) {}

  /// The beginning of the next run of exactly `length` backticks, at or behind `from`; kNone if
  /// there is none. Requires: `from` never goes back.
  std::size_t next(std::size_t length, std::size_t from) {
    if (!read_) {
      read();
    }
    const auto found = runs_.find(length);
    if (found == runs_.end()) {
      return kNone;
    }
    auto& [places, passed] = found->second;
    while (passed < places.size() && places[passed] < from) {
      ++passed;
    }
    return passed == places.size() ? kNone : places[passed];
  }

 private:
  struct Places {
    std::vector<std::size_t> places;
    std::size_t passed{0};
  };

  void read() {
    read_ = true;
    std::size_t at = 0;
    while ((at = text_.find('`', at)) != std::string_view::npos) {
      const std::size_t end = std::min(text_.find_first_not_of('`', at), text_.size());
      runs_[end - at].places.push_back(at);
      at = end;
    }
  }

  std::string_view text_;
  bool read_{false};
  std::unordered_map<std::size_t, Places> runs_;
};

/// True for the characters that may be more than text.
constexpr std::array<bool, 256> special_characters() {
  std::array<bool, 256> special{};
  for (const char c : std::string_view("\n\\`*_~^$[]!<&:wW")) {
    special[static_cast<unsigned char>(c)] = true;
  }
  return special;
}

/// The length of `<scheme:address>` or `<name@host>` at `at`, or 0.
std::size_t angle_address_length(std::string_view text, std::size_t at, bool& mail) {
  const std::size_t end = text.find_first_of("<> \n\t", at + 1);
  if (end == std::string_view::npos || text[end] != '>') {
    return 0;
  }
  const std::string_view inside = text.substr(at + 1, end - at - 1);
  const bool control = std::any_of(inside.begin(), inside.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  const std::size_t scheme =
      inside.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  if (!control && scheme != std::string_view::npos && inside[scheme] == ':' && scheme >= 2 &&
      scheme <= 32 && is_letter(inside.front())) {
    mail = false;
    return end + 1 - at;
  }
  const std::size_t sign = inside.find('@');
  if (sign == std::string_view::npos || sign == 0) {
    return 0;
  }
  const auto in_name = [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  };
  const auto in_host = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; };
  const std::string_view host = inside.substr(sign + 1);
  const bool valid =
      std::all_of(inside.begin(), inside.begin() + static_cast<std::ptrdiff_t>(sign), in_name) &&
      !host.empty() && std::all_of(host.begin(), host.end(), in_host) &&
      host.find("..") == std::string_view::npos && host.find("-.") == std::string_view::npos &&
      host.find(".-") == std::string_view::npos && host.front() != '.' && host.front() != '-' &&
      host.back() != '.' && host.back() != '-';
  mail = true;
  return valid ? end + 1 - at : 0;
}

class InlineParser {
 public:
  InlineParser(std::string_view text, const References& references, Inlines& out, NoteRefs notes)
      : text_(text),
        references_(references),
        notes_(notes),
        out_(out),
        words_(out.words),
        pieces_(out.pieces),
        backticks_(text),
        html_(text),
        waste_left_(text.size() * kWastePerByte) {}

  void parse() {
    static constexpr std::array<bool, 256> kSpecial = special_characters();
    while (at_ < text_.size()) {
      const auto* end =
          std::find_if(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(),
                       [](char c) { return kSpecial[static_cast<unsigned char>(c)]; });
      const auto stop = static_cast<std::size_t>(end - text_.begin());
      words_ += text_.substr(at_, stop - at_);
      at_ = stop;
      if (at_ < text_.size()) {
        read_special();
      }
    }
    end_words();
    emphasis_.settle(0);
    name_styles();
  }

 private:
  /// Bytes that may be read in vain behind brackets, for each byte of the text; after that there
  /// are no more links with their address behind them. Papers waste none.
  static constexpr std::size_t kWastePerByte = 4;

  /// `[` or `![` that may begin a link.
  struct Bracket {
    std::uint32_t piece{0};
    std::uint32_t runs{0};   // runs of signs before it
    std::uint32_t label{0};  // where the text in it begins
    bool image{false};
    bool bracket_inside{false};
  };

  void read_special() {
    switch (text_[at_]) {
      case '\n':
        return end_line(false);
      case '\\':
        return read_backslash();
      case '`':
        return read_code();
      case '$':
        return take_words(std::max<std::size_t>(formula_length(text_, at_), 1));
      case '^':
        return read_script();
      case '~':
        return text_.substr(at_, 2) == "~~" ? read_signs() : read_script();
      case '*':
      case '_':
        return read_signs();
      case '[':
        return read_note() ? void() : open_bracket(1);
      case ']':
        return close_bracket();
      case '!':
        return at_ + 1 < text_.size() && text_[at_ + 1] == '[' ? open_bracket(2) : take_words(1);
      case '<':
        return read_angle();
      case '&':
        return read_reference();
      default:
        return read_plain_address();
    }
  }

  void take_words(std::size_t count) {
    words_ += text_.substr(at_, count);
    at_ += count;
  }

  [[nodiscard]] std::uint32_t words_size() const {
    return static_cast<std::uint32_t>(words_.size());
  }

  /// Appends a piece that has these words, or none.
  void push(InlineKind kind, std::string_view words = {}) {
    end_words();
    words_ += words;
    end_piece(kind);
  }

  /// Appends the beginning of a link.
  void push_link(LinkTarget address) {
    end_words();
    pieces_.push_back({.kind = InlineKind::kBeginLink, .begin = add_address(std::move(address))});
  }

  std::uint32_t add_address(LinkTarget address) {
    out_.addresses.push_back(std::move(address));
    return static_cast<std::uint32_t>(out_.addresses.size() - 1);
  }

  void end_words() {
    if (words_.size() > words_begin_) {
      end_piece(InlineKind::kText);
    }
  }

  void end_piece(InlineKind kind) {
    pieces_.push_back({.kind = kind, .begin = words_begin_, .length = words_size() - words_begin_});
    words_begin_ = words_size();
  }

  /// Takes back so many bytes of the words that are in no piece yet.
  void take_back(std::size_t count) {
    words_.resize(words_.size() - std::min<std::size_t>(count, words_.size() - words_begin_));
  }

  void end_line(bool hard) {
    std::size_t spaces = 0;
    std::size_t blanks = 0;
    for (std::size_t i = at_; i > 0 && is_blank(text_[i - 1]); --i) {
      spaces += text_[i - 1] == ' ' && spaces == blanks ? 1 : 0;
      ++blanks;
    }
    take_back(blanks);
    push(hard || spaces >= 2 ? InlineKind::kHardBreak : InlineKind::kSourceBreak);
    ++at_;
  }

  void read_backslash() {
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (const std::size_t formula = next == '(' ? formula_length(text_, at_) : 0) {
      take_words(formula);
    } else if (next == '\n') {
      push(InlineKind::kHardBreak);
      at_ += 2;
    } else if (is_ascii_punctuation(next)) {
      ++at_;
      take_words(1);
    } else {
      take_words(1);
    }
  }

  void read_code() {
    const std::size_t inside = std::min(text_.find_first_not_of('`', at_), text_.size());
    const std::size_t length = inside - at_;
    const std::size_t end = backticks_.next(length, inside);
    if (end == kNone) {
      take_words(length);
      return;
    }
    std::string_view code = text_.substr(inside, end - inside);
    const auto is_blank_end = [](char c) { return c == ' ' || c == '\n'; };
    if (code.size() >= 2 && is_blank_end(code.front()) && is_blank_end(code.back()) &&
        code.find_first_not_of(" \n") != std::string_view::npos) {
      code = code.substr(1, code.size() - 2);
    }
    push(InlineKind::kCode, code);
    std::replace(words_.end() - static_cast<std::ptrdiff_t>(code.size()), words_.end(), '\n', ' ');
    at_ = end + length;
  }

  void read_signs() {
    const std::size_t end = std::min(text_.find_first_not_of(text_[at_], at_), text_.size());
    const std::size_t length = end - at_;
    const DelimiterRun run = delimiter_run(text_, at_, length);
    if ((run.sign == '~' && length != 2) || (!run.can_open && !run.can_close)) {
      take_words(length);
      return;
    }
    end_words();
    pieces_.push_back({.kind = InlineKind::kSigns, .begin = emphasis_.count()});
    emphasis_.add(run);
    at_ = end;
  }

  /// `H~2~O` or `x^2^`: letters and digits behind others.
  void read_script() {
    const std::size_t length = script_length(text_, at_);
    if (length == 0) {
      take_words(1);
      return;
    }
    const bool sub = text_[at_] == '~';
    push(sub ? InlineKind::kBeginSub : InlineKind::kBeginSuper);
    push(InlineKind::kText, text_.substr(at_ + 1, length - 2));
    push(sub ? InlineKind::kEndSub : InlineKind::kEndSuper);
    at_ += length;
  }

  bool read_note() {
    const std::size_t length = notes_ == NoteRefs::kNotes ? note_length(text_, at_) : 0;
    const auto note =
        length == 0 ? std::nullopt : references_.find_note(text_.substr(at_ + 2, length - 3));
    if (note) {
      out_.notes.push_back(*note);
      push(InlineKind::kNote, text_.substr(at_, length));
      at_ += length;
    }
    return note.has_value();
  }

  void open_bracket(std::size_t length) {
    push(InlineKind::kText, text_.substr(at_, length));
    if (!brackets_.empty()) {
      brackets_.back().bracket_inside = true;
    }
    at_ += length;
    const bool image = length == 2;
    images_ += image ? 1 : 0;
    brackets_.push_back({.piece = static_cast<std::uint32_t>(pieces_.size() - 1),
                         .runs = emphasis_.count(),
                         .label = static_cast<std::uint32_t>(at_),
                         .image = image,
                         .bracket_inside = false});
  }

  void close_bracket() {
    if (brackets_.empty()) {
      take_words(1);
      return;
    }
    const Bracket bracket = brackets_.back();
    const bool may_link = bracket.image || brackets_.size() > without_link_;
    std::optional<LinkTarget> address = may_link ? read_address(bracket) : std::nullopt;
    brackets_.pop_back();
    images_ -= bracket.image ? 1 : 0;
    without_link_ = std::min(without_link_, brackets_.size());
    if (!address) {
      take_words(1);
      return;
    }
    end_words();
    emphasis_.settle(bracket.runs);
    pieces_[bracket.piece] = {
        .kind = bracket.image ? InlineKind::kBeginImage : InlineKind::kBeginLink,
        .begin = add_address(*std::move(address))};
    bracket.image ? end_image() : push(InlineKind::kEndLink);
    if (!bracket.image) {
      without_link_ = brackets_.size();  // a link holds no link
    }
    at_ = after_address_;
  }

  /// Its words are the attributes behind a picture.
  void end_image() {
    const std::string_view address = out_.addresses.back().address.view();
    const bool has_attributes = is_picture_address(address) || holds_picture(address);
    const std::size_t length =
        has_attributes ? picture_attributes_length(text_.substr(after_address_)) : 0;
    push(InlineKind::kEndImage, text_.substr(after_address_, length));
    after_address_ += length;
  }

  /// The address of the link whose words end with the `]` at the cursor, if it is one.
  std::optional<LinkTarget> read_address(const Bracket& bracket) {
    after_address_ = at_ + 1;
    if (waste_left_ > 0) {
      std::size_t work = 0;
      if (auto target = read_target(text_, after_address_, work)) {
        return link_target(target->address, std::move(target->title));
      }
      waste_left_ -= std::min(work, waste_left_);
    }
    if (const auto label = read_label(text_, after_address_)) {
      return references_.find(*label);
    }
    const std::string_view words = text_.substr(bracket.label, at_ - bracket.label);
    if (bracket.bracket_inside || words.size() > kMaxLabelBytes) {
      return std::nullopt;
    }
    after_address_ += text_.substr(after_address_).starts_with("[]") ? 2 : 0;
    return references_.find(words);
  }

  void read_angle() {
    bool mail = false;
    if (const std::size_t length = angle_address_length(text_, at_, mail)) {
      push_address(at_ + 1, length - 2, mail ? "mailto:" : "");
      at_ += length;
      return;
    }
    const std::size_t length = html_.length_at(at_);
    if (length == 0) {
      take_words(1);
      return;
    }
    push(InlineKind::kHtml, text_.substr(at_, length));
    at_ += length;
  }

  void push_address(std::size_t at, std::size_t length, std::string_view scheme) {
    const std::string address = unescape(text_.substr(at, length));
    LinkTarget target = link_target(std::string(scheme) + address);
    // The words are the address: nothing needs to be kept beside them.
    push_link(target.may_follow ? std::move(target) : LinkTarget{});
    push(InlineKind::kText, address);
    push(InlineKind::kEndLink);
  }

  void read_reference() {
    if (const auto reference = reference_at(text_, at_)) {
      words_ += reference->text;
      at_ += reference->length;
    } else {
      take_words(1);
    }
  }

  /// The place where a plain address that holds the cursor would begin: at the `w` of `www.`, or
  /// before the scheme whose colon this is.
  [[nodiscard]] std::optional<std::size_t> beginning_of_address() const {
    if (text_[at_] != ':') {
      const bool may_begin =
          at_ == 0 || is_ascii_space(text_[at_ - 1]) ||
          std::string_view("*_~(").find(text_[at_ - 1]) != std::string_view::npos;
      return may_begin ? std::optional(at_) : std::nullopt;
    }
    constexpr std::size_t kLongestScheme = 5;
    std::size_t at = at_;
    while (at > 0 && at_ - at <= kLongestScheme && is_letter(text_[at - 1])) {
      --at;
    }
    return at_ - at <= words_.size() - words_begin_ ? std::optional(at) : std::nullopt;
  }

  void read_plain_address() {
    const bool in_bracket = images_ > 0 || brackets_.size() > without_link_;
    const auto begin =
        in_bracket || at_ < no_address_before_ ? std::nullopt : beginning_of_address();
    const std::size_t length = begin ? web_address_length(text_, *begin) : 0;
    if (length == 0) {
      if (begin && text_.substr(at_).starts_with("www.")) {
        // The rest of this host's name would be read again for each `www.` in it.
        no_address_before_ = std::min(text_.find_first_of(" \t\n\v\f\r<", at_), text_.size());
      }
      take_words(1);
      return;
    }
    take_back(at_ - *begin);
    push_address(*begin, length, text_[at_] == ':' ? "" : "http://");
    at_ = *begin + length;
  }

  /// Puts the styles, and the signs that turned out to be text, in the place of the runs.
  void name_styles() {
    if (emphasis_.count() == 0) {
      return;
    }
    std::vector<Inline> pieces;
    pieces.reserve(pieces_.size() + pieces_.size() / 2);
    pieces.swap(pieces_);
    for (const Inline& piece : pieces) {
      if (piece.kind == InlineKind::kSigns) {
        emphasis_.append(out_, piece.begin);
      } else {
        pieces_.push_back(piece);
      }
    }
  }

  std::string_view text_;
  const References& references_;
  NoteRefs notes_;
  Inlines& out_;
  std::string& words_;
  std::vector<Inline>& pieces_;
  std::size_t at_{0};
  std::uint32_t words_begin_{0};  // words from here on are in no piece yet
  Emphasis emphasis_;
  std::vector<Bracket> brackets_;
  std::size_t images_{0};        // among the brackets
  std::size_t without_link_{0};  // so many of the brackets hold a link and can be none themselves
  std::size_t after_address_{0};
  Backticks backticks_;
  RawHtml html_;
  std::size_t waste_left_;
  std::size_t no_address_before_{0};
};

}  // namespace

void parse_inlines(std::string_view text, const References& references, Inlines& out,
                   NoteRefs notes) {
  out.pieces.clear();
  out.words.clear();
  out.addresses.clear();
  out.notes.clear();
  InlineParser(text, references, out, notes).parse();
}

}  // namespace plenary::markup
