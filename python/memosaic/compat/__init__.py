# SPDX-License-Identifier: Apache-2.0
"""The modules of other packages over this one's memory: change one import and keep the code."""
