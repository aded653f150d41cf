# SPDX-License-Identifier: MIT
# Line coverage of the tests with gcc's own gcov, built into build/host-coverage.
ifeq ($(MODE),coverage)
MODE_FLAGS   := -O0 -g --coverage
MODE_LDFLAGS := --coverage
endif

.PHONY: coverage
## make coverage     line coverage of the tests, per folder and file
coverage:
	@find build/$(TARGET)-coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory MODE=coverage test
	@toolchain/coverage.sh build/$(TARGET)-coverage
