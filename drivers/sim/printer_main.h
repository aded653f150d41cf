// SPDX-License-Identifier: MIT
/* loket-sim printer --dir DIR [--fast] [--width DOTS] [--baud N] [--linger SECONDS]
 *
 * Serves a simulated printer on DIR/printer.sock until `quit` is written to DIR/control, DIR
 * vanishes, a signal comes, or no client was there for SECONDS. Keeps in DIR: printer.bin
 * (every byte received), slip-NNNN.txt and .png (the picture first, then the text), state.json,
 * printer.pid. Ends with 0, 1 (cannot, or DIR is served already) or 2 (usage). */
#ifndef LOKET_DRIVERS_SIM_PRINTER_MAIN_H
#define LOKET_DRIVERS_SIM_PRINTER_MAIN_H

int sim_printer_main(int argc, char **argv);
const char *sim_printer_usage(void);

#endif
