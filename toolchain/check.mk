# SPDX-License-Identifier: MIT
# The warnings step of `make check`, built into build/host-check: what can be analysed without
# knowing libraries goes through gcc's analyzer, too.
ifeq ($(MODE),check)
$(BUILD)/firmware/core/%.o $(BUILD)/firmware/forecast/%.o $(BUILD)/drivers/%.o: MODE_FLAGS := -O2 -g -fanalyzer
endif
