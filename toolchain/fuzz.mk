# SPDX-License-Identifier: MIT
# libFuzzer targets, tests/fuzz/fuzz_X.c, built by clang into build/host-fuzz. Seeds stand in
# tests/fuzz/corpus/X/; what a run finds goes to build/fuzz/X/.
FUZZ_S  ?= 30
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
ifeq ($(MODE),fuzz)
CC           := clang
MODE_FLAGS   := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
                -fno-sanitize-recover=undefined
$(BUILD)/tests/fuzz/fuzz_%: MODE_LDFLAGS := -fsanitize=fuzzer
endif

.PHONY: fuzz fuzzers
## make fuzz         each fuzz target for FUZZ_S seconds (30)
fuzz:
	@toolchain/setup.sh check
	@$(SUBMAKE) MODE=fuzz fuzzers
	@FUZZ_S=$(FUZZ_S) toolchain/fuzz.sh $(FUZZERS:%.c=build/$(TARGET)-fuzz/%)
fuzzers: $(FUZZERS:%.c=$(BUILD)/%)
