// SPDX-License-Identifier: MIT
/* What kind of writing a text is. Pure. */
#ifndef LOKET_DISPLAY_TEXT_RUN_H
#define LOKET_DISPLAY_TEXT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_RUN_BYTES = 256 };

/* The next character of valid UTF-8; moves *text behind it. 0 at the end. */
uint32_t text_run_next(const char **text);
/* Characters that never have ink of their own: joiners, marks of direction, selectors. */
bool text_run_is_ignorable(uint32_t character);
/* True when its first letter is Arabic or Hebrew: such a text begins at the right. */
bool text_run_is_rtl(const char *text);
/* ISO 15924 tag of the first letter that has one of the scripts in question, else "Latn". */
const char *text_run_script(const char *text);
/* "09.42", "A-025", "25–40": digits and no small letters. Such a text is set without kerning,
 * so that each digit keeps its place when another changes. */
bool text_run_is_figure(const char *text);
/* A right-to-left text as a shaper wants it that knows one direction only: numbers and Latin
 * words turned round, so that they read as written. Others are copied. */
void text_run_order(const char *text, char ordered[TEXT_RUN_BYTES]);

#endif
