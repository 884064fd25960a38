#pragma once
// SPDX-License-Identifier: Apache-2.0

// Every public header; include the single ones where compile time counts.
