# SPDX-License-Identifier: MIT
# The warnings step of `make check`, built into build/host-check: what can be analysed without
# knowing libraries goes through gcc's analyzer, too.
ifeq ($(MODE),check)
# Leaks are left to the sanitizer: the analyzer takes a driver that is handed out as the
# address of its first member for one.
ANALYZE := -fanalyzer -Wno-analyzer-malloc-leak
$(BUILD)/firmware/core/%.o $(BUILD)/firmware/forecast/%.o $(BUILD)/drivers/%.o: MODE_FLAGS := -O2 -g $(ANALYZE)
endif
