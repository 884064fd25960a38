// SPDX-License-Identifier: Apache-2.0
#include "image/record_runs.hpp"

#include <algorithm>

namespace memosaic::image_core {

static_assert(run_slack <= image_collector::slack);

std::size_t read_run(record_shape shape, line_reader& lines, image_collector& into, int128 at, std::size_t most) {
  std::size_t done = 0;
  while (done < most) {
    const std::string_view text = lines.rest();
    // No more than the text can hold: nothing is asked for that cannot come.
    const std::size_t asked = std::min(most - done, text.size() / shape.stride());
    if (asked == 0) break;
    const mutable_bytes_view target = into.place(at, asked * shape.data);
    const std::size_t fitting = target.size() / shape.data;
    if (fitting == 0) break;
    const std::size_t read =
        active_record_kernels().decode_run(shape, text.data(), text.size(), fitting, target.data());
    into.placed(read * shape.data);
    lines.skip(read * shape.stride(), read);
    done += read;
    if (read < fitting) break;
    at += static_cast<int128>(read * shape.data);
    shape.first += read * shape.step;
  }
  return done;
}

void write_run(record_shape shape, bytes_view bytes, text_writer& to) {
  while (!bytes.empty()) {
    char* const text = to.room(shape.stride() + run_slack);
    const std::size_t count = std::min((to.room_size() - run_slack) / shape.stride(), bytes.size() / shape.data);
    active_record_kernels().encode_run(shape, bytes.data(), count, text);
    to.wrote(count * shape.stride());
    bytes = bytes.subspan(count * shape.data);
    shape.first += count * shape.step;
  }
}

}  // namespace memosaic::image_core
