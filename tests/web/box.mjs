// SPDX-License-Identifier: MIT
// A branch of real programs in a folder of its own: loketd on a port of the loopback and on a
// socket, the simulated printer. Its programs end with the test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { atEnd, check, equal, until } from './harness.mjs';

export const BUILD = path.resolve(process.env.BUILD ?? 'build/host');
export const MONDAY_NINE_MS = 1795399200000; // in Jambi
const JAMBI = 'assets/branch/jambi.json';

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

/** One request; resolves to {status, headers, json, text}. */
export function ask(where, method, address, { body, headers = {} } = {}) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const more = text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    return new Promise((done, fail) => {
        const request = http.request({ ...where, method, path: address, agent: false, headers: { ...more, ...headers } }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('error', fail);
            answer.on('end', () => {
                const all = Buffer.concat(parts).toString();
                const isJson = (answer.headers['content-type'] ?? '').startsWith('application/json');
                done({ status: answer.statusCode, headers: answer.headers, text: all, json: isJson ? JSON.parse(all) : null });
            });
        });
        request.on('error', fail);
        request.end(text);
    });
}

/** A cable between a browser and the branch that can be pulled. */
export class Cable {
    static async lay(box) {
        const cable = Object.assign(new Cable(), { pulled: false, ends: new Set() });
        cable.server = createServer((near) => cable.#join(near, connect(box.port, '127.0.0.1'))).listen(0, '127.0.0.1');
        await once(cable.server, 'listening');
        cable.origin = `http://127.0.0.1:${cable.server.address().port}`;
        atEnd(() => { cable.pull(); cable.server.close(); });
        return cable;
    }

    #join(near, far) {
        for (const [one, other] of [[near, far], [far, near]]) {
            this.ends.add(one);
            one.on('error', () => {});
            one.on('close', () => { this.ends.delete(one); other.destroy(); });
            one.pipe(other);
        }
        if (this.pulled) near.destroy();
    }

    pull() {
        this.pulled = true;
        for (const end of this.ends) end.destroy();
    }

    mend() {
        this.pulled = false;
    }
}

export class Box {
    /** change(document): another branch document than that of Jambi; conf: more lines of [http]. */
    static async open({ change, conf = '' } = {}) {
        const box = Object.assign(new Box(), { aheadMs: 0 });
        box.dir = mkdtempSync(path.join(tmpdir(), 'loket-web-'));
        atEnd(() => box.close());
        box.socket = path.join(box.dir, 'sock');
        box.port = await freePort();
        box.origin = `http://127.0.0.1:${box.port}`;
        for (const name of ['data', 'printer']) mkdirSync(path.join(box.dir, name));
        const content = JSON.parse(readFileSync(JAMBI, 'utf8'));
        change?.(content);
        writeFileSync(path.join(box.dir, 'branch.json'), JSON.stringify(content));
        writeFileSync(path.join(box.dir, 'loket.conf'), box.#conf(conf));
        box.printer = box.#spawn('loket-sim', ['printer', '--dir', path.join(box.dir, 'printer'), '--fast', '--linger', '5']);
        await until(() => readdirSync(path.join(box.dir, 'printer')).includes('printer.sock'), 'the printer serves');
        await box.start();
        return box;
    }

    #conf(more) {
        const { dir } = this;
        return `[branch]\ndata_dir = ${dir}/data\ncontent = ${dir}/branch.json\n`
            + `[buttons]\ndriver = sim\npath = ${dir}/buttons\ndebounce_ms = 5\nline.1 = take A\nline.2 = take B\nline.4 = priority\n`
            + `[printer]\ndriver = sim\npath = ${dir}/printer\nbaud = 19200\nprofile = epson-tm\n`
            + `[http]\nsocket = ${this.socket}\nlisten = 127.0.0.1:${this.port}\nconsole = ${BUILD}/console\n${more}\n`;
    }

    /** setpriv: a test that is killed takes its programs along. */
    #spawn(program, options) {
        const child = spawn('setpriv', ['--pdeathsig', 'KILL', path.join(BUILD, program), ...options],
            { stdio: ['ignore', 'pipe', 'pipe'] });
        const said = [];
        for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (part) => said.push(part));
        return Object.assign(child, { words: () => Buffer.concat(said).toString() });
    }

    /** On a later start the clock goes on where it stood: the day must not run backwards. */
    async start() {
        this.startedAt ??= Date.now();
        const now = MONDAY_NINE_MS + this.aheadMs + Date.now() - this.startedAt;
        this.daemon = this.#spawn('loketd', ['--config', path.join(this.dir, 'loket.conf'), '--clock-start', String(now)]);
        await until(async () => {
            check(this.daemon.exitCode === null, `loketd ended: ${this.daemon.words()}`);
            const board = await this.local('GET', '/board').catch(() => null);
            return board?.json?.kiosk.state === 'ready';
        }, `loketd is ready; it said ${this.daemon.words()}`);
    }

    /** Branch time goes on by so many minutes; who is signed in is not any more. */
    async jump(minutes) {
        await this.stop();
        this.aheadMs += minutes * 60000;
        await this.start();
    }

    async stop(signal = 'SIGTERM') {
        if (this.daemon.exitCode !== null || this.daemon.signalCode !== null) return;
        this.daemon.kill(signal);
        await once(this.daemon, 'exit');
    }

    /** Also after an opening that failed half-way. */
    async close() {
        for (const child of [this.daemon, this.printer])
            if (child && child.exitCode === null && child.signalCode === null) {
                child.kill('SIGKILL');
                await once(child, 'exit');
            }
        rmSync(this.dir, { recursive: true, force: true });
    }

    /** Through the Unix socket, as who may do everything. */
    local(method, address, body, headers) {
        return ask({ socketPath: this.socket }, method, `/api/v1${address}`, { body, headers });
    }

    async must(method, address, body, status = 200) {
        const answer = await this.local(method, address, body);
        equal(answer.status, status, `${method} ${address} says ${answer.text}`);
        return answer.json;
    }

    /** Over the network, from the console's own pages. */
    remote(method, address, body, headers = {}) {
        return ask({ host: '127.0.0.1', port: this.port }, method, `/api/v1${address}`,
            { body, headers: { Origin: this.origin, ...headers } });
    }

    async take(service, { lane = 'regular', print = false } = {}) {
        return (await this.must('POST', '/tickets', { service, lane, print }, 201)).ticket;
    }

    async tickets(state) {
        return (await this.must('GET', `/tickets${state ? `?state=${state}` : ''}`)).tickets;
    }

    /** A user with this PIN of her own. */
    async user(name, role, pin, mayCall = false) {
        const made = await this.must('POST', '/users', { user: name, role, may_call: mayCall }, 201);
        const { cookie } = await this.signIn(name, made.pin);
        const changed = await this.remote('PUT', '/session/pin', { pin: made.pin, new_pin: pin }, { Cookie: cookie });
        equal(changed.status, 200, `the PIN of ${name}: ${changed.text}`);
    }

    /** {cookie: "loket=...", token, answer} */
    async signIn(name, pin) {
        const answer = await this.remote('POST', '/session', { user: name, pin });
        equal(answer.status, 200, `${name} signs in: ${answer.text}`);
        const cookie = answer.headers['set-cookie'][0].split(';')[0];
        return { cookie, token: cookie.split('=')[1], answer };
    }

    /** A button of the kiosk, by its line. */
    press(line) {
        writeFileSync(path.join(this.dir, 'buttons'), `press ${line} 10\n`);
    }

    /** Text of each slip so far, in the order of printing. */
    slips() {
        const folder = path.join(this.dir, 'printer');
        return readdirSync(folder).filter((name) => /^slip-\d+\.txt$/.test(name)).sort()
            .map((name) => readFileSync(path.join(folder, name), 'utf8'));
    }
}
