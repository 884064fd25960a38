// SPDX-License-Identifier: Apache-2.0
// Sequences of operations on a part of a file that shrink, against the same on a vector of bytes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "memosaic/file/file_bytes.hpp"
#include "support/channels.hpp"
#include "support/temporary_file.hpp"
#include "support/window_settings.hpp"

namespace memosaic::test::file_bytes_model_cases {

using bytes_model = std::vector<std::byte>;

/// What is done, where, how far, and with what.
using model_step = std::tuple<std::uint8_t, std::uint16_t, std::uint16_t, std::uint8_t>;

/// Bytes of three kinds only, so that needles have many neighbours that are nearly like them.
bytes_model plain_content(std::size_t size) {
  std::mt19937_64 random(size);
  bytes_model content(size);
  for (auto& byte : content) byte = static_cast<std::byte>(random() % 3);
  return content;
}

class file_bytes_exercise {
 public:
  file_bytes_exercise(const bytes_model& content, window_pool& pool, const temporary_file& stored)
      : content_(content), pool_(pool), stored_(stored), real_(pool.open(stored.path())), model_(content) {}

  /// What goes apart; nothing, if the two agree.
  std::string step(const model_step& wanted) {
    const auto [kind, where, length, extra] = wanted;
    const std::size_t start = place(where);
    const std::size_t stop =
        start + std::min<std::size_t>(model_.size() - start, length % 3 == 0 ? length : length % 99);
    const bytes_model part(model_.begin() + static_cast<std::ptrdiff_t>(start),
                           model_.begin() + static_cast<std::ptrdiff_t>(stop));
    switch (kind % 14) {
      case 0:
        if (start == model_.size()) return "";
        return real_[start] == model_[start] && real_.at(start) == model_[start] ? "" : "a byte";
      case 1:
        return memosaic::equal(real_.to_buffer(start, stop).bytes(), part) ? "" : "to_buffer";
      case 2: {
        held_.push_back({real_.view_of(start, stop), part});
        if (held_.size() > 3) held_.erase(held_.begin());
        return "";
      }
      case 3:
        return memosaic::equal(real_.chain_of(start, stop).coalesce().bytes(), part) ? "" : "chain_of";
      case 4: {
        bytes_model seen;
        for (const window& shown : real_.chunks(start, stop)) {
          if (shown.start() != real_.offset() + start + seen.size()) return "where a chunk is";
          seen.insert(seen.end(), shown.bytes().begin(), shown.bytes().end());
        }
        return seen == part ? "" : "chunks";
      }
      case 5:
      case 6:
      case 7:
      case 8:
        return search(static_cast<int>(kind % 14), start, extra);
      case 9:
        return real_.mismatch(changed(part, extra)) == memosaic::mismatch(model_, changed(part, extra)) ? ""
                                                                                                        : "mismatch";
      case 10: {
        file_bytes other = real_.sub(start, stop);
        const auto order = memosaic::compare(model_, part);
        if (other.equal(part) != true) return "equal";
        return real_.compare(other) == order && other.compare(real_) == (0 <=> order) ? "" : "compare";
      }
      case 11: {
        const temporary_file copy;
        const auto target = open_for_writing(copy.path());
        if (real_.write_to(target.fd(), start, stop).size != part.size()) return "write_to";
        return copy.content() == part ? "" : "what was written";
      }
      case 12: {
        const auto from = real_.begin() + static_cast<std::ptrdiff_t>(start);
        const auto to = real_.begin() + static_cast<std::ptrdiff_t>(start + std::min<std::size_t>(stop - start, 300));
        return std::equal(from, to, part.begin()) ? "" : "iteration";
      }
      default:
        return begin_again(start, stop, extra);
    }
  }

  std::string compare_held() const {
    for (const auto& each : held_) {
      if (!memosaic::equal(each.real.bytes(), each.model)) return "a view that was held";
    }
    return "";
  }

 private:
  struct held_view {
    view real;
    bytes_model model;
  };

  /// Half of all places are near the border of a page.
  [[nodiscard]] std::size_t place(std::uint16_t where) const {
    const std::size_t anywhere = (model_.size() + 1) * where / 65536;
    const std::size_t border = anywhere / 4096 * 4096 + where % 7;
    return where % 2 == 0 && border >= 3 && border - 3 <= model_.size() ? border - 3 : anywhere;
  }

  static bytes_model changed(bytes_model bytes, std::uint8_t extra) {
    if (extra % 2 == 0 && !bytes.empty()) bytes[bytes.size() * extra / 256] ^= std::byte{1};
    return bytes;
  }

  std::string search(int kind, std::size_t start, std::uint8_t extra) {
    const std::size_t length = std::min<std::size_t>(extra % 20, model_.size() - start);
    const bytes_model needle(model_.begin() + static_cast<std::ptrdiff_t>(start),
                             model_.begin() + static_cast<std::ptrdiff_t>(start + length));
    search_range where;
    if (extra % 4 == 1) where = {.start = start / 2, .stop = start + 20'000};
    if (extra % 4 == 2) where = {.start = start / 3, .step = 1 + extra % 5U};
    if (extra % 4 == 3) where = {.start = start, .stop = model_.size() + 5, .step = 2, .origin = extra};
    const auto overlapping = extra % 8 < 4 ? overlap::no : overlap::yes;
    const bytes_view bytes(model_);
    switch (kind) {
      case 5:
        return real_.find(needle, where) == memosaic::find(bytes, needle, where) ? "" : "find";
      case 6:
        return real_.rfind(needle, where) == memosaic::rfind(bytes, needle, where) ? "" : "rfind";
      case 7:
        return real_.count(needle, overlapping, where) == memosaic::count(bytes, needle, overlapping, where) ? ""
                                                                                                             : "count";
      default:
        break;
    }
    const auto from = extra % 16 < 8 ? search_from::front : search_from::back;
    const auto real = real_.find_all(needle, overlapping, from, where);
    const auto model = memosaic::find_all(bytes, needle, overlapping, from, where);
    auto found = real.begin();
    std::size_t most = 500;
    for (auto at = model.begin(); at != model.end() && most != 0; ++at, ++found, --most) {
      if (found == real.end() || *found != *at) return "find_all";
    }
    return most == 0 || found == real.end() ? "" : "the end of find_all";
  }

  std::string begin_again(std::size_t start, std::size_t stop, std::uint8_t extra) {
    if (extra % 3 == 0) {
      real_ = real_.sub(start);
      model_.erase(model_.begin(), model_.begin() + static_cast<std::ptrdiff_t>(start));
    } else if (extra % 3 == 1) {
      real_.end_access();
      real_.begin_access(start, stop - start);
      const std::size_t first = std::min(start, content_.size());
      model_.assign(content_.begin() + static_cast<std::ptrdiff_t>(first),
                    content_.begin() + static_cast<std::ptrdiff_t>(std::min(stop, content_.size())));
    } else {
      real_ = file_bytes(pool_.open(stored_.path()));
      model_ = content_;
    }
    return real_.size() == model_.size() ? "" : "the size";
  }

  const bytes_model& content_;
  window_pool& pool_;
  const temporary_file& stored_;
  file_bytes real_;
  bytes_model model_;
  std::vector<held_view> held_;
};

class FileBytesModel : public testing::TestWithParam<window_setting> {};
INSTANTIATE_TEST_SUITE_P(Settings, FileBytesModel, testing::ValuesIn(tight_window_settings()),
                         [](const auto& setting) { return setting.param.name; });

TEST_P(FileBytesModel, agrees_with_a_vector) {
  const bytes_model content = plain_content(GetParam().file_size);
  const temporary_file stored(content);
  const auto property = [&](const std::vector<model_step>& steps) {
    window_pool pool(GetParam().options);
    std::string problem;
    {
      file_bytes_exercise exercise(content, pool, stored);
      for (const model_step& each : steps) {
        problem = exercise.step(each);
        if (problem.empty()) problem = exercise.compare_held();
        if (!problem.empty()) break;
      }
    }
    RC_ASSERT(problem == "");
    RC_ASSERT(pool.statistics().pinned_bytes == 0U);
  };
  rc::detail::TestParams params;
  params.seed = 1;  // the same on every machine; MEMOSAIC_LONG makes more of them
  params.maxSuccess = (content.size() > 1'000'000 ? 5 : 40) * (std::getenv("MEMOSAIC_LONG") != nullptr ? 100 : 1);
  params.maxSize = 40;
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata(), params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

}  // namespace memosaic::test::file_bytes_model_cases
