// SPDX-License-Identifier: MIT
/* The serial line through libserialport 0.1.1 and 0.1.2, with what those leave undone set by
 * termios on the same descriptor: RTS/CTS is written into the wrong field there, XON/XOFF
 * comes with IXANY, a full buffer is an error in 0.1.1 and 0 in 0.1.2, and a pulled adapter
 * reads as "no data" for ever. sp_drain and the blocking calls are never used: they cannot be
 * interrupted while the printer holds the line. */
#include <errno.h>
#include <libserialport.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "drivers/printer.h"

struct serial {
    struct printer printer;
    struct sp_port *port;
    int fd;
    enum printer_handshake handshake;
    bool bypassed; /* flow control is off for real-time commands */
};

static struct serial *serial_of(const struct printer *printer)
{
    return (struct serial *)printer;
}

static bool fail(char error[PRINTER_ERROR_BYTES], const char *port, const char *what, int code)
{
    snprintf(error, PRINTER_ERROR_BYTES, "%s: %s (%s)", port, what, strerror(code));
    return false;
}

static void shape_termios(struct termios *line, enum printer_handshake handshake)
{
    line->c_iflag &= ~(tcflag_t)(IXON | IXOFF | IXANY);
    line->c_cflag &= ~(tcflag_t)CRTSCTS;
    if (handshake == HANDSHAKE_RTSCTS)
        line->c_cflag |= CRTSCTS;
    if (handshake == HANDSHAKE_XONXOFF)
        line->c_iflag |= IXON;
    line->c_cflag |= CLOCAL | CREAD;
}

/* tcsetattr succeeds when it could set anything at all: only reading back tells. */
static bool set_handshake(int fd, enum printer_handshake handshake)
{
    struct termios wanted, found;
    if (tcgetattr(fd, &wanted) != 0)
        return false;
    shape_termios(&wanted, handshake);
    if (tcsetattr(fd, TCSANOW, &wanted) != 0 || tcgetattr(fd, &found) != 0)
        return false;
    return ((wanted.c_iflag ^ found.c_iflag) & (IXON | IXOFF | IXANY)) == 0 &&
           ((wanted.c_cflag ^ found.c_cflag) & CRTSCTS) == 0;
}

static ssize_t write_line(struct serial *serial, const void *data, size_t bytes)
{
    enum sp_return written = sp_nonblocking_write(serial->port, data, bytes);
    if ((int)written >= 0)
        return written;
    return written == SP_ERR_FAIL && sp_last_error_code() == EAGAIN ? 0 : -1;
}

static int serial_unsent(const struct printer *printer)
{
    enum sp_return waiting = sp_output_waiting(serial_of(printer)->port);
    return (int)waiting >= 0 ? (int)waiting : -1;
}

static ssize_t serial_write(struct printer *printer, const void *data, size_t bytes)
{
    struct serial *serial = serial_of(printer);
    if (serial->bypassed) {
        if (serial_unsent(printer) > 0)
            return 0; /* a real-time command is still on its way out */
        if (!set_handshake(serial->fd, serial->handshake))
            return -1;
        serial->bypassed = false;
    }
    return write_line(serial, data, bytes);
}

static bool line_is_held(const struct serial *serial)
{
    int modem = 0;
    return serial->handshake == HANDSHAKE_RTSCTS && ioctl(serial->fd, TIOCMGET, &modem) == 0 &&
           !(modem & TIOCM_CTS);
}

/* A printer without paper may hold CTS down; asked through the flow control it could never say
 * why. Only with nothing else unsent, lest a slip goes out past the flow control, too. */
static ssize_t serial_write_urgent(struct printer *printer, const void *data, size_t bytes)
{
    struct serial *serial = serial_of(printer);
    if (!serial->bypassed && line_is_held(serial) && serial_unsent(printer) == 0)
        serial->bypassed = set_handshake(serial->fd, HANDSHAKE_NONE);
    return write_line(serial, data, bytes);
}

static bool is_gone(int fd)
{
    struct pollfd ready = {.fd = fd};
    return poll(&ready, 1, 0) > 0 && ready.revents & (POLLHUP | POLLERR | POLLNVAL);
}

static ssize_t serial_read(struct printer *printer, void *data, size_t bytes)
{
    struct serial *serial = serial_of(printer);
    enum sp_return got = sp_nonblocking_read(serial->port, data, bytes);
    if ((int)got > 0)
        return got;
    if ((int)got < 0 && !(got == SP_ERR_FAIL && sp_last_error_code() == EAGAIN))
        return -1;
    return is_gone(serial->fd) ? -1 : 0;
}

static int serial_fd(const struct printer *printer)
{
    return serial_of(printer)->fd;
}

static void serial_drop(struct printer *printer)
{
    sp_flush(serial_of(printer)->port, SP_BUF_OUTPUT);
}

static void serial_close(struct printer *printer)
{
    struct serial *serial = serial_of(printer);
    sp_flush(serial->port, SP_BUF_BOTH); /* close waits for unsent bytes otherwise */
    sp_close(serial->port);
    sp_free_port(serial->port);
    free(serial);
}

static const struct printer_ops serial_ops = {.fd = serial_fd,
                                              .write = serial_write,
                                              .write_urgent = serial_write_urgent,
                                              .read = serial_read,
                                              .unsent = serial_unsent,
                                              .drop = serial_drop,
                                              .close = serial_close};

static bool set_frame(struct sp_port *port, int baud)
{
    return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK &&
           sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK &&
           sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK &&
           sp_set_rts(port, SP_RTS_ON) == SP_OK && sp_set_dtr(port, SP_DTR_ON) == SP_OK;
}

/* After every sp_set_*: each of those would undo it. */
static bool configure(struct serial *serial, const struct printer_serial_request *request,
                      char error[PRINTER_ERROR_BYTES])
{
    if (!set_frame(serial->port, request->baud)) {
        snprintf(error, PRINTER_ERROR_BYTES, "%s: refuses %d baud, 8N1; set another baud",
                 request->port, request->baud);
        return false;
    }
    if (sp_get_port_handle(serial->port, &serial->fd) != SP_OK ||
        flock(serial->fd, LOCK_EX | LOCK_NB) != 0)
        return fail(error, request->port, "in use by another program; stop that one", errno);
    if (!set_handshake(serial->fd, request->handshake)) {
        snprintf(error, PRINTER_ERROR_BYTES,
                 "%s: the adapter refuses this handshake; set another flow or adapter",
                 request->port);
        return false;
    }
    sp_flush(serial->port, SP_BUF_BOTH);
    return true;
}

static const char *open_advice(int code)
{
    if (code == EACCES)
        return "no permission; add the user to group dialout or install the udev rule";
    if (code == EBUSY || code == EWOULDBLOCK) /* TIOCEXCL; the library's own lock */
        return "in use by another program; stop that one";
    return "cannot be opened; check cable and port in loket.conf";
}

static bool open_port(struct serial *serial, const struct printer_serial_request *request,
                      char error[PRINTER_ERROR_BYTES])
{
    char path[PATH_MAX]; /* 0.1.1 refuses links such as by-id */
    if (!realpath(request->port, path))
        return fail(error, request->port, "not there; plug the printer in or correct the port",
                    errno);
    if (sp_get_port_by_name(path, &serial->port) != SP_OK) {
        snprintf(error, PRINTER_ERROR_BYTES, "%s: is not a serial port; correct it in loket.conf",
                 request->port);
        return false;
    }
    enum sp_return opened = sp_open(serial->port, SP_MODE_READ_WRITE);
    int code = opened == SP_ERR_FAIL ? sp_last_error_code() : EINVAL;
    if (opened != SP_OK)
        return fail(error, request->port, open_advice(code), code);
    if (configure(serial, request, error))
        return true;
    sp_flush(serial->port, SP_BUF_BOTH);
    sp_close(serial->port);
    return false;
}

struct printer *printer_serial_open(const struct printer_serial_request *request,
                                    char error[PRINTER_ERROR_BYTES])
{
    struct serial *serial = calloc(1, sizeof *serial);
    if (!serial) {
        snprintf(error, PRINTER_ERROR_BYTES, "%s: out of memory", request->port);
        return NULL;
    }
    serial->printer.ops = &serial_ops;
    serial->handshake = request->handshake;
    if (open_port(serial, request, error))
        return &serial->printer;
    if (serial->port)
        sp_free_port(serial->port);
    free(serial);
    return NULL;
}
