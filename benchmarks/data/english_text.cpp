// SPDX-License-Identifier: Apache-2.0
#include "data/english_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string_view>

#include "data/random_bytes.hpp"
#include "peers/naive.hpp"

namespace memosaic::bench {
namespace {

// The most common words of English prose, about in the order of their frequency.
constexpr std::string_view words[] = {
    "the",        "of",          "and",      "to",        "a",         "in",      "that",     "is",      "was",
    "he",         "for",         "it",       "with",      "as",        "his",     "on",       "be",      "at",
    "by",         "I",           "this",     "had",       "not",       "are",     "but",      "from",    "or",
    "have",       "an",          "they",     "which",     "one",       "you",     "were",     "her",     "all",
    "she",        "there",       "would",    "their",     "we",        "him",     "been",     "has",     "when",
    "who",        "will",        "more",     "no",        "if",        "out",     "so",       "said",    "what",
    "up",         "its",         "about",    "into",      "than",      "them",    "can",      "only",    "other",
    "new",        "some",        "could",    "time",      "these",     "two",     "may",      "then",    "do",
    "first",      "any",         "my",       "now",       "such",      "like",    "our",      "over",    "man",
    "me",         "even",        "most",     "made",      "after",     "also",    "did",      "many",    "before",
    "must",       "through",     "back",     "years",     "where",     "much",    "your",     "way",     "well",
    "down",       "should",      "because",  "each",      "just",      "those",   "people",   "how",     "too",
    "little",     "state",       "good",     "very",      "make",      "world",   "still",    "own",     "see",
    "men",        "work",        "long",     "get",       "here",      "between", "both",     "life",    "being",
    "under",      "never",       "day",      "same",      "another",   "know",    "while",    "last",    "might",
    "us",         "great",       "old",      "year",      "off",       "come",    "since",    "against", "go",
    "came",       "right",       "used",     "take",      "three",     "states",  "himself",  "few",     "house",
    "use",        "during",      "without",  "again",     "place",     "around",  "however",  "home",    "small",
    "found",      "thought",     "went",     "say",       "part",      "once",    "general",  "high",    "upon",
    "school",     "every",       "does",     "got",       "united",    "left",    "number",   "course",  "war",
    "until",      "always",      "away",     "something", "fact",      "though",  "water",    "less",    "public",
    "put",        "think",       "almost",   "hand",      "enough",    "far",     "took",     "head",    "yet",
    "government", "system",      "better",   "set",       "told",      "nothing", "night",    "end",     "why",
    "called",     "find",        "going",    "look",      "asked",     "later",   "knew",     "point",   "next",
    "program",    "city",        "business", "give",      "group",     "toward",  "young",    "days",    "let",
    "room",       "within",      "children", "side",      "social",    "given",   "present",  "several", "order",
    "national",   "second",      "possible", "rather",    "face",      "per",     "among",    "form",    "important",
    "often",      "things",      "looked",   "early",     "white",     "case",    "large",    "need",    "big",
    "four",       "become",      "felt",     "along",     "best",      "saw",     "church",   "ever",    "least",
    "power",      "development", "light",    "seemed",    "thing",     "family",  "interest", "want",    "members",
    "others",     "mind",        "country",  "area",      "done",      "turned",  "although", "open",    "service",
    "certain",    "kind",        "problem",  "began",     "different", "door",    "thus",     "help",    "means",
    "sense",      "whole",       "matter",   "line",      "name",      "action",  "reason",   "station", "letter",
    "stone",      "nation",      "season"};
constexpr std::size_t word_count = std::size(words);

constexpr std::string_view frequent_bytes = " etaoinshrdl";

// A table from which a random index draws a word with the right probability: rank r weighs 1 / (r + 2.7).
class word_lottery {
 public:
  word_lottery() {
    double total = 0;
    for (std::size_t rank = 0; rank < word_count; ++rank) total += weight(rank);
    double reached = 0;
    std::size_t slot = 0;
    for (std::size_t rank = 0; rank < word_count; ++rank) {
      reached += weight(rank);
      const auto stop = static_cast<std::size_t>(std::lround(reached / total * static_cast<double>(slots_.size())));
      for (; slot < stop; ++slot) slots_[slot] = static_cast<std::uint16_t>(rank);
    }
  }

  [[nodiscard]] std::string_view draw(std::uint64_t bits) const noexcept { return words[slots_[bits % slots_.size()]]; }

 private:
  static double weight(std::size_t rank) noexcept { return 1 / (static_cast<double>(rank) + 2.7); }

  std::array<std::uint16_t, 65'536> slots_{};
};

// Writes text piece by piece until the target is full; the last piece is cut.
class text_writer {
 public:
  explicit text_writer(mutable_bytes_view target) noexcept : rest_(target) {}

  [[nodiscard]] bool full() const noexcept { return rest_.empty(); }

  void put(std::string_view piece) noexcept {
    const std::size_t size = std::min(piece.size(), rest_.size());
    std::memcpy(rest_.data(), piece.data(), size);
    rest_ = rest_.subspan(size);
  }

 private:
  mutable_bytes_view rest_;
};

char upper(char letter) noexcept {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool all_frequent(std::string_view word) noexcept {
  return word.find_first_not_of(frequent_bytes) == std::string_view::npos;
}

// Ordinary words in random order, but only such words as are made of the most frequent letters.
std::string frequent_words(std::size_t size, random_numbers& numbers) {
  std::string text;
  while (text.size() < size) {
    const std::string_view word = words[numbers.below(word_count)];
    if (all_frequent(word)) text.append(word).append(" ");
  }
  text.resize(size);
  return text;
}

// Four bytes of which the first three and the last three occur in frequent words.
std::string joined_parts(random_numbers& numbers) {
  const std::string text = frequent_words(4'096, numbers);
  while (true) {
    const std::string_view head = std::string_view(text).substr(numbers.below(text.size() - 3), 3);
    const std::string_view tail = std::string_view(text).substr(numbers.below(text.size() - 3), 3);
    if (head.substr(1) == tail.substr(0, 2)) return std::string(head) + tail[2];
  }
}

}  // namespace

void fill_english(mutable_bytes_view target, std::uint64_t seed) {
  static const word_lottery lottery;
  random_numbers numbers(seed);
  text_writer text(target);
  bool starts_sentence = true;
  while (!text.full()) {
    const std::uint64_t bits = numbers.next();
    const std::string_view word = lottery.draw(bits);
    if (starts_sentence) {
      const char first = upper(word[0]);
      text.put({&first, 1});
      text.put(word.substr(1));
    } else {
      text.put(word);
    }
    const std::uint64_t chance = (bits >> 32) % 100;
    starts_sentence = chance < 6;
    text.put(chance < 1 ? ".\n" : chance < 6 ? ". " : chance < 11 ? ", " : " ");
  }
}

std::string absent_english_needle(bytes_view text, std::size_t size, std::uint64_t seed) {
  random_numbers numbers(seed);
  while (true) {
    std::string needle = size <= 4 ? joined_parts(numbers) : frequent_words(size, numbers);
    needle.resize(size);
    if (naive_find(text, bytes_of(needle)) == npos) return needle;
  }
}

}  // namespace memosaic::bench
