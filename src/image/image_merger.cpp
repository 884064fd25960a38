// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_merger.hpp"

#include <algorithm>
#include <utility>

namespace memosaic {
namespace {

std::string range_text(const image_range& where) {
  return "[" + address_text(where.start) + ", " + address_text(where.stop) + ")";
}

/// Which of two values stays, by a policy; nothing if the policy refuses.
enum class choice : bool { first, second };

std::optional<choice> chosen(merge_policy policy, bool same) {
  switch (policy) {
    case merge_policy::error:
      return std::nullopt;
    case merge_policy::identical:
      return same ? std::optional(choice::first) : std::nullopt;
    case merge_policy::replace:
      return choice::second;
    case merge_policy::keep:
      break;
  }
  return choice::first;
}

[[noreturn]] void refuse(std::string_view first, std::string_view second, const std::string& what) {
  throw image_merge_error(std::string(second).append(" and ").append(first).append(what), {});
}

}  // namespace

void image_merger::require_allowed(std::string_view name, const image_memory& added) const {
  std::vector<image_conflict> refused = memory_.conflicts_of(name, added);
  std::erase_if(refused,
                [&](const image_conflict& each) { return chosen(policy_.memory, each.identical).has_value(); });
  if (refused.empty()) return;
  const image_conflict& first = refused.front();
  std::string text = first.second + " and " + first.first + (first.identical ? " both fill " : " differ at ") +
                     range_text(first.where);
  if (refused.size() > 1) text += ", the first of " + std::to_string(refused.size()) + " conflicts";
  throw image_merge_error(text, std::move(refused));
}

void image_merger::add(std::string_view name, const image& source) {
  require_allowed(name, source.memory);

  std::optional<choice> entry = source.entry ? choice::second : choice::first;
  if (entry_ && source.entry) {
    entry = chosen(policy_.entry, *entry_ == *source.entry);
    if (!entry) {
      const std::string both = address_text(source.entry->address) + " and " + address_text(entry_->address);
      refuse(entry_source_, name, " have the entry points " + both);
    }
  }
  std::optional<choice> header = source.header.empty() ? choice::first : choice::second;
  if (!header_.empty() && !source.header.empty()) {
    header = chosen(policy_.header, header_ == source.header);
    if (!header) refuse(header_source_, name, " both have a header");
  }

  std::string entry_source(*entry == choice::second ? name : std::string_view(entry_source_));
  std::string header_text(*header == choice::second ? source.header : header_);
  std::string header_source(*header == choice::second ? name : std::string_view(header_source_));
  memory_.add(name, source.memory);
  // From here on nothing fails.
  if (*entry == choice::second) entry_ = source.entry;
  entry_source_.swap(entry_source);
  header_.swap(header_text);
  header_source_.swap(header_source);
  word_size_ = std::max(word_size_, source.word_size);
}

image image_merger::merged() const { return {memory_.merged(), entry_, header_, word_size_}; }

std::vector<image_contribution> image_merger::contributions() const {
  std::vector<image_contribution> all;
  for (std::size_t i = 0; i < memory_.source_count(); ++i) {
    for (const image_range& where : memory_.filled_by(i).blocks()) all.push_back({where, memory_.source_name(i)});
  }
  std::ranges::sort(all, {}, [](const image_contribution& each) { return each.where.start; });
  std::vector<image_contribution> joined;
  for (image_contribution& each : all) {
    if (!joined.empty() && joined.back().where.stop == each.where.start && joined.back().source == each.source) {
      joined.back().where.stop = each.where.stop;
    } else {
      joined.push_back(std::move(each));
    }
  }
  return joined;
}

}  // namespace memosaic
