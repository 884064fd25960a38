// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/object_pool.hpp"

#include <utility>

#include "table/shared_objects.hpp"

namespace memosaic {

object_pool::object_pool(std::unique_ptr<table_core::shared_objects> objects) noexcept : objects_(std::move(objects)) {}

object_pool::~object_pool() = default;

value object_pool::add(const value& object) { return objects_->add(object); }

value object_pool::add(const field_type& type, const value& object) { return objects_->add(type, object); }

std::uint64_t object_pool::bytes() const noexcept { return objects_->size(); }

}  // namespace memosaic
