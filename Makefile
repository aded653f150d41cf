# SPDX-License-Identifier: MIT
# Loket. `make help` lists the targets. Programs and tests are found by folder: a new .c
# file in firmware/, display/ or drivers/ joins the library, a new tests/unit/test_X.c
# becomes a test program.

VERSION    := 0.3.0
TARGET     ?= host
MODE       ?= release
BUILD      := build/$(TARGET)$(if $(filter-out release,$(MODE)),-$(MODE))
PKG_CONFIG ?= pkg-config
ifeq ($(origin CC),default)
CC := gcc
endif
MODE_FLAGS ?= -O2 -g
PREFIX     ?= /usr
JOBS       ?= $(shell nproc 2>/dev/null || echo 1)

.DEFAULT_GOAL := all
include toolchain/sanitize.mk toolchain/coverage.mk toolchain/fuzz.mk toolchain/check.mk
ifneq ($(TARGET),host)
include toolchain/$(TARGET).mk
endif

PACKAGES := sdl2 SDL2_ttf libgpiod libserialport sqlite3 libsystemd libmicrohttpd \
            jansson libcurl libsodium inih fontconfig libpng libqrencode
GPIOD    := $(shell $(PKG_CONFIG) --modversion libgpiod 2>/dev/null | cut -d. -f1)
PKG_CPP  := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null)
TLS_LIBS := $(shell $(PKG_CONFIG) --libs gnutls 2>/dev/null)

WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla \
            -Wswitch-enum -Wformat=2 -Wpointer-arith -Wwrite-strings $(if $(WERROR),-Werror)
CPPFLAGS += -D_GNU_SOURCE -DLOKET_VERSION='"$(VERSION)"' -DLOKET_SHARE='"$(PREFIX)/share/loket"' \
            -I. -MMD -MP $(PKG_CPP)
CFLAGS   += -std=c11 $(WARN) $(MODE_FLAGS)
LDFLAGS  += -Wl,--as-needed $(MODE_LDFLAGS)
LDLIBS   += $(PKG_LIBS) -lm -ldl -lpthread

MAINS    := firmware/main.c firmware/ctl/main.c display/main.c drivers/sim/main.c
SOURCES  := $(filter-out $(MAINS) drivers/buttons_gpiod%.c, \
              $(sort $(wildcard firmware/*.c firmware/*/*.c display/*.c drivers/*.c drivers/*/*.c))) \
            $(wildcard drivers/buttons_gpiod$(GPIOD).c)
OBJECTS  := $(SOURCES:%.c=$(BUILD)/%.o)
# Two libraries: the wall links nothing of the daemon, nor the other way round.
LIBRARY  := $(BUILD)/libloket.a
WALL     := $(BUILD)/libwall.a
PROGRAMS := $(BUILD)/loketd $(BUILD)/loketctl $(BUILD)/loket-wall $(BUILD)/loket-sim
UNITS    := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c \
              tests/golden/test_*.c tests/scenario/test_*.c)))
SCRIPTS  := $(sort $(wildcard tests/unit/test_*.sh tests/scenario/test_*.sh)) \
            $(sort $(wildcard tests/web/test_*.mjs))
BENCHES  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/bench/bench_*.c)))
# What several tests share: every other .c beside them.
SHARED   := $(filter-out %/pty_shim.c $(wildcard tests/*/test_*.c tests/*/bench_*.c tests/fuzz/*.c), \
              $(wildcard tests/*/*.c))
SHARE    := $(BUILD)/libtests.a
VOICE    := $(BUILD)/voice/made
CONSOLE  := $(BUILD)/console/.made
# Charts of the console, from the distribution's package.
CHART    := $(firstword $(wildcard $(addprefix /usr/share/javascript/chart.js/, \
              chart.min.js chart.umd.js chart.js Chart.min.js Chart.js)))
SHIM     := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/unit/pty_shim.c))

# One short line for each command; V=1 shows them whole.
say      = $(if $(V),,@printf '  %-4s  %s\n' $(1) $@; )

# A sub-make works with all processors unless the caller has chosen -j already.
SUBMAKE  = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: all programs tests ready setup run test check bench install clean help
## make              build everything into build/host/
all: programs
programs: $(PROGRAMS) $(VOICE) $(CONSOLE)
tests: $(PROGRAMS) $(VOICE) $(CONSOLE) $(UNITS)

## make run          build and start the branch in a box (RUN_FOR=20 ends by itself, SPEED=60)
run: setup
	@$(SUBMAKE) programs
	@BUILD=$(BUILD) toolchain/run.sh

## make test         every test that needs no special machine; ends with "N passed, N failed"
test: setup
	@toolchain/setup.sh web || true
	@$(SUBMAKE) -k tests || built=no; \
	  BUILD=$(BUILD) toolchain/run-tests.sh $${built:+--build-failed} $(UNITS) $(SCRIPTS)

## make golden       the golden frames of the wall anew; look at build/wall/ first
golden: setup
	@$(SUBMAKE) $(BUILD)/tests/golden/test_frames
	@$(BUILD)/tests/golden/test_frames --remake
.PHONY: golden

## make check        layers, formatting, warnings as errors, static analysis
check:
	@toolchain/setup.sh check
	@MAKE="$(SUBMAKE)" toolchain/check.sh

## make bench        benchmarks as a table, and as JSON in build/bench.json
bench: setup
	@toolchain/setup.sh bench
	@$(SUBMAKE) programs benches
	@BUILD=$(BUILD) tests/bench/bench.sh
.PHONY: benches
benches: $(BENCHES)

## make setup        install what is missing (Debian, Ubuntu, Raspberry Pi OS)
setup:
	@toolchain/setup.sh
ready:
	@$(PKG_CONFIG) --exists $(PACKAGES) gnutls || { echo "Libraries are missing: make setup"; exit 1; }

$(LIBRARY): $(filter-out $(BUILD)/display/%,$(OBJECTS))
$(WALL): $(filter $(BUILD)/display/%,$(OBJECTS))
$(LIBRARY) $(WALL): $(BUILD)/sources | ready
	@rm -f $@ && $(AR) qcs $@ $(filter %.o,$^)
# Changes when a source comes or goes: an object that nobody makes any more leaves the library.
$(BUILD)/sources: ready
	@mkdir -p $(@D) && echo $(SOURCES) | cmp -s - $@ || echo $(SOURCES) >$@
$(BUILD)/loketd:     $(BUILD)/firmware/main.o $(LIBRARY)
$(BUILD)/loketctl:   $(BUILD)/firmware/ctl/main.o $(LIBRARY)
$(BUILD)/loket-wall: $(BUILD)/display/main.o $(WALL)
$(BUILD)/loket-sim:  $(BUILD)/drivers/sim/main.o $(LIBRARY)
# It makes certificates; the daemon has them served by libmicrohttpd.
$(BUILD)/loketctl: LDLIBS += $(TLS_LIBS)
$(PROGRAMS):
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(SHARE): $(SHARED:%.c=$(BUILD)/%.o)
	@rm -f $@ && $(AR) qcs $@ $^
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SHARE) $(WALL) $(LIBRARY)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS) -lcmocka
# It looks at the screen itself; libsdl2-dev brings both libraries.
$(BUILD)/tests/scenario/test_wall_window: LDLIBS += -lX11 -lXfixes
$(UNITS): | $(SHIM)
# Spoken calls; nothing is made where the synthesizer is missing.
$(VOICE): assets/voice/clips.txt toolchain/voice.sh
	$(call say,CLIP)toolchain/voice.sh $(@D)
# A folder is newer when a file came or went.
$(CONSOLE): $(shell find assets/console) $(CHART)
	$(call say,COPY)rm -rf $(@D) && mkdir -p $(@D)/vendor && cp -RL assets/console/. $(@D)/ && \
	  $(if $(CHART),cp -L $(CHART) $(@D)/vendor/chart.js &&) touch $@
# Preloaded into a test program, also a sanitized one: built without MODE_FLAGS.
$(BUILD)/%.so: %.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -D_GNU_SOURCE -I. -std=c11 $(WARN) -O2 -g -shared -fPIC -o $@ $< -ldl
$(BUILD)/%.o: %.c | ready
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
.PRECIOUS: $(BUILD)/%.o

## make install      into $(DESTDIR)$(PREFIX), PREFIX=/usr
install: programs
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/loket $(DESTDIR)/etc/loket \
	  $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/sysusers.d
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin/
	cp -R --no-preserve=ownership assets/. $(DESTDIR)$(PREFIX)/share/loket/
	rm -rf $(DESTDIR)$(PREFIX)/share/loket/man
	for section in 1 5 8; do install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man$$section \
	  assets/man/*.$$section || exit 1; done
	cp -R --no-preserve=ownership $(BUILD)/console $(DESTDIR)$(PREFIX)/share/loket/
	! test -e $(VOICE) || cp -R --no-preserve=ownership $(BUILD)/voice $(DESTDIR)$(PREFIX)/share/loket/
	test -e $(DESTDIR)/etc/loket/loket.conf || \
	  install -m 644 assets/loket.conf $(DESTDIR)/etc/loket/loket.conf
	install -m 644 toolchain/systemd/*.service $(DESTDIR)$(PREFIX)/lib/systemd/system/
	install -m 644 toolchain/systemd/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/loket.conf

## make clean        remove build/
clean:
	rm -rf build

## make help         this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
