#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// A Python process that runs one side of a contest, spoken to over pipes (the commands are in python_peer.py).
///
/// Errors: `std::runtime_error` if there is no python3, or if it answers with an error or not at all.
class python_process {
 public:
  python_process();
  python_process(const python_process&) = delete;
  python_process& operator=(const python_process&) = delete;
  ~python_process();

  /// What a command answered.
  struct reply {
    double seconds = 0;
    std::int64_t answer = 0;
  };

  /// Gives Python its own copy of `bytes` under `name`, once for each name.
  void load(const std::string& name, bytes_view bytes);

  [[nodiscard]] reply ask(const std::string& command);

 private:
  [[nodiscard]] std::string exchange(const std::string& command);
  void close_pipes() noexcept;

  int to_child_ = -1;
  int from_child_ = -1;
  int child_ = -1;
  std::string unread_;
  std::vector<std::string> loaded_;
};

/// One process for all figures. If it cannot be started, each figure tries anew, and so each row gets the reason.
[[nodiscard]] python_process& python();

/// "2f00": bytes as the commands take them.
[[nodiscard]] std::string hex_text(bytes_view bytes);

}  // namespace memosaic::bench
