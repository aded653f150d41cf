# SPDX-License-Identifier: MIT
# Address and undefined-behaviour sanitizers over all tests, built into build/host-sanitize.
ifeq ($(MODE),sanitize)
MODE_FLAGS   := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
                -fno-sanitize-recover=undefined
endif

# Leaks of graphics and font libraries are not ours: toolchain/lsan.supp. The serial tests
# preload a shim, which then stands before the sanitizer in the list of libraries.
SANITIZE_ENV = ASAN_OPTIONS=verify_asan_link_order=0:detect_stack_use_after_return=1 \
               UBSAN_OPTIONS=print_stacktrace=1 \
               LSAN_OPTIONS=suppressions=$(CURDIR)/toolchain/lsan.supp:print_suppressions=0

.PHONY: sanitize
## make sanitize     the tests under address and undefined-behaviour sanitizers
sanitize:
	@$(SANITIZE_ENV) $(MAKE) --no-print-directory MODE=sanitize test
