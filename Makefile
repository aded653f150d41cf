# SPDX-License-Identifier: MIT
# Loket. `make help` lists the targets. Programs and tests are found by folder: a new .c
# file in firmware/, display/ or drivers/ joins the library, a new tests/unit/test_X.c
# becomes a test program.

TARGET     ?= host
MODE       ?= release
BUILD      := build/$(TARGET)$(if $(filter-out release,$(MODE)),-$(MODE))
PKG_CONFIG ?= pkg-config
CC         ?= gcc
MODE_FLAGS ?= -O2 -g

-include toolchain/$(MODE).mk
ifneq ($(TARGET),host)
include toolchain/$(TARGET).mk
endif

PACKAGES := sdl2 SDL2_ttf libgpiod libserialport sqlite3 libsystemd libmicrohttpd \
            jansson libcurl libsodium inih fontconfig libpng libqrencode
GPIOD    := $(shell $(PKG_CONFIG) --modversion libgpiod 2>/dev/null | cut -d. -f1)

WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla \
            -Wswitch-enum -Wformat=2 -Wpointer-arith -Wwrite-strings $(if $(WERROR),-Werror)
CPPFLAGS += -D_GNU_SOURCE -I. -MMD -MP $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
CFLAGS   += -std=c11 $(WARN) $(MODE_FLAGS)
LDFLAGS  += -Wl,--as-needed $(MODE_LDFLAGS)
LDLIBS   += $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null) -lm -ldl -lpthread

MAINS   := firmware/main.c firmware/ctl/main.c display/main.c drivers/sim/main.c
SOURCES := $(filter-out $(MAINS) drivers/buttons_gpiod%.c, \
             $(sort $(wildcard firmware/*.c firmware/*/*.c display/*.c drivers/*.c drivers/*/*.c))) \
           drivers/buttons_gpiod$(GPIOD).c
LIBRARY := $(BUILD)/libloket.a
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
PROGRAMS := $(BUILD)/loketd $(BUILD)/loketctl $(BUILD)/loket-wall $(BUILD)/loket-sim
UNITS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/scenario/test_*.c)))

.PHONY: all setup run test check sanitize fuzz coverage bench help clean install
## make              build everything into build/host/
all: $(PROGRAMS)

## make setup        install what is missing (Debian, Ubuntu, Raspberry Pi OS)
setup:
	@toolchain/setup.sh

$(LIBRARY): $(OBJECTS)
	@rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/loketd:     $(BUILD)/firmware/main.o $(LIBRARY)
$(BUILD)/loketctl:   $(BUILD)/firmware/ctl/main.o $(LIBRARY)
$(BUILD)/loket-wall: $(BUILD)/display/main.o $(LIBRARY)
$(BUILD)/loket-sim:  $(BUILD)/drivers/sim/main.o $(LIBRARY)
$(PROGRAMS):
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
.PRECIOUS: $(BUILD)/%.o

## make clean        remove build/
clean:
	rm -rf build

## make help         this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
