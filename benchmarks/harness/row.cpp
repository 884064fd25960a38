// SPDX-License-Identifier: Apache-2.0
#include "harness/row.hpp"

#include <algorithm>
#include <utility>

namespace memosaic::bench {
namespace {

row labelled(row_label label, double target) {
  row made;
  made.suite = std::move(label.suite);
  made.name = std::move(label.name);
  made.unit = std::move(label.unit);
  made.peer = std::move(label.peer);
  made.target = target;
  return made;
}

}  // namespace

double ratio_of(better direction, double value, double peer_value) noexcept {
  if (value == peer_value) return 1;
  const double numerator = direction == better::larger ? value : peer_value;
  const double denominator = direction == better::larger ? peer_value : value;
  return denominator > 0 ? std::min(numerator / denominator, largest_ratio) : largest_ratio;
}

row measured_row(row_label label, better direction, double value, double peer_value, double target) {
  row made = labelled(std::move(label), target);
  made.value = value;
  made.peer_value = peer_value;
  made.ratio = ratio_of(direction, value, peer_value);
  made.met = *made.ratio >= target;
  return made;
}

row missing_row(row_label label, double target, std::string reason) {
  row made = labelled(std::move(label), target);
  made.reason = std::move(reason);
  return made;
}

void mark_wrong(row& wrong, const std::string& side) {
  wrong.met = false;
  wrong.reason = "wrong answer from " + side;
}

}  // namespace memosaic::bench
