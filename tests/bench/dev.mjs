// Development certificates: `node tests/bench/dev.mjs [--quick] [--browser NAME] [--vendor FOLDER]`, after ./dev build and, for the parts of
// a certificate, cmake --build build/wasm --target popcert_wasm_parts. FOLDER: the vendor's certGen.sh with its two configurations, as
// azure-iot-sdk-c has them in tools/CACertificates; it is not ours, and without it its row says so. How many a second, and in how much memory, in Node and in browsers, beside OpenSSL
// in a loop and node-forge; and what a P-256 certificate costs beside one key generation, one signature and one verification by the same
// code. Numbers go to the standard output, as a table for docs/development-certificates.md.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'

import { BROWSERS, browserPath, delay, launch } from '../support/browsers.mjs'
import { dev, ok } from '../support/devpki.mjs'
import { fixture, repository } from '../support/fixtures.mjs'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, browser: { type: 'string' }, vendor: { type: 'string' } } })
const many = options.quick ? 1000 : 10_000
const folder = mkdtempSync(join(tmpdir(), 'popcert-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const path = (name) => join(folder, name)
const PASSWORD = 'seven wooden boats'
const octets = (text) => new TextEncoder().encode(text)
const rows = []
const row = (...cells) => { rows.push(cells); console.error(cells.join(' | ')) }
const megabytes = (size) => `${Math.round(size / 1e6)} MB`
const rate = (count, milliseconds) => { const each = count / milliseconds * 1000; return each < 10 ? each.toFixed(1) : String(Math.round(each)) }
const middle = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1]

/** Milliseconds of the processor for one of many calls: what else the machine does is not in them. */
function work(count, action) {
    const before = process.cpuUsage()
    for (let i = 0; i < count; i++) action(i)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / count
}

/** Milliseconds of one of many calls; the middle of several rounds. */
function time(count, action, rounds = 9) {
    for (let i = 0; i < count / 4; i++) action(i)
    return middle(Array.from({ length: rounds }, () => {
        const start = performance.now()
        for (let i = 0; i < count; i++) action(i)
        return (performance.now() - start) / count
    }))
}

const pki = await dev.loadDevPki()
const ca = {}
for (const keyType of ['P-256', 'P-384', 'RSA-2048']) {
    ok(pki.open({ password: PASSWORD }))
    ca[keyType] = ok(pki.make({ kind: 'root', keyType, subject: { commonName: `bench ${keyType}` } }))
}
const open = (keyType, more = {}) => ok(pki.open({ issuerKey: ca[keyType].key, issuerCertificate: octets(ca[keyType].pem), issuerPassword: PASSWORD, password: PASSWORD, ...more }))
const device = (keyType) => (i) => ok(pki.make({ kind: 'device', keyType, subject: { commonName: `sensor-${i}` } }))

// -- One certificate beside its parts, in turns, so that what else the machine does meets all alike

const parts = join(repository, 'build/wasm/popcert-core-parts')
if (existsSync(`${parts}.wasm`)) {
    const core = await (await import(pathToFileURL(`${parts}.mjs`).href)).default({ wasmBinary: readFileSync(`${parts}.wasm`), locateFile: (file) => file })
    if (!core.partOpenKey(fixture('keys/p256-pkcs8.der'))) throw new Error('The key of the parts was not read.')
    open('P-256')
    const ratios = [], wholes = []
    const seed = globalThis.crypto.getRandomValues(new Uint8Array(64))
    // The first rounds are before the compiler of the machine's own code has come to its end.
    for (let round = -5; round < 25; round++) {
        const whole = work(60, device('P-256'))
        const sum = work(60, () => { seed[0]++; core.partGenerateKey(seed) }) + work(60, () => core.partSign()) + work(60, () => core.partVerify())
        if (round < 0) continue
        ratios.push(whole / sum)
        wholes.push(whole)
    }
    console.log(`P-256 under P-256, key encrypted: ${middle(wholes).toFixed(2)} ms of the processor, ${middle(ratios).toFixed(2)} times the sum of its parts (least ${Math.min(...ratios).toFixed(2)}, most ${Math.max(...ratios).toFixed(2)})\n`)
} else {
    console.error('bench: popcert-core-parts.wasm is not built: the parts of a certificate were not measured')
}

// -- Node

for (const [keyType, count] of [['P-256', 1000], ['P-384', 100], ['RSA-2048', 10]]) {
    const start = performance.now()
    open(keyType)
    const opened = performance.now() - start
    const made = time(count, device(keyType), 3)
    row(`Node, one thread, ${keyType}`, `${rate(1, made)}`, `${made.toFixed(2)} ms each; ${Math.round(opened)} ms once, for the passwords`, '')
}
open('P-256', { pfx: 'modern' })
row('Node, one thread, P-256 with PFX', rate(1, time(500, device('P-256'), 3)), '', '')
pki.close()
writeFileSync(path('ca.key.pem'), ca['P-256'].key)
writeFileSync(path('ca.cert.pem'), ca['P-256'].pem)

/** The command, and the most memory that it had. */
async function command(count, out) {
    const start = performance.now()
    const child = spawn(process.execPath, [join(repository, 'dist/popcert/cli.js'), 'dev', 'devices', '--ca', path('ca.cert.pem'), '--key', path('ca.key.pem'), '--id', `sensor-{1..${count}}`, '--out', out],
        { env: { PATH: process.env.PATH, POPCERT_PASSWORD: PASSWORD, POPCERT_NEW_PASSWORD: PASSWORD }, stdio: 'ignore' })
    let most = 0
    const watch = setInterval(() => {
        try {
            most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) * 1024)
        } catch { /* it has ended */ }
    }, 50)
    const exit = await new Promise((resolve) => child.on('close', resolve))
    clearInterval(watch)
    if (exit !== 0) throw new Error(`popcert dev devices ended with ${exit}`)
    return { took: performance.now() - start, most }
}
for (const count of [1, 100, many]) {
    const { took, most } = await command(count, path(`of-${count}.zip`))
    row(`popcert dev devices, ${count}, P-256, into ZIP files`, rate(count, took), `${(took / 1000).toFixed(1)} s in all`, megabytes(most))
}

// -- Browsers

for (const kind of options.browser ? [options.browser] : BROWSERS) {
    if (!browserPath(kind)) {
        console.error(`bench: ${kind} is not installed, and left out`)
        continue
    }
    const browser = await launch(kind, { protocolTimeout: 0 })
    for (const count of [1, 100, many]) {
        const page = await browser.newPage()
        await page.goto(pathToFileURL(join(repository, 'dist/dev-certs.html')).href)
        await page.$eval('#ids', (field, count) => {
            field.value = `sensor-{1..${count}}`
            field.dispatchEvent(new Event('input', { bubbles: true }))
        }, count)
        const heap = async () => kind === 'chromium' ? (await page.metrics()).JSHeapUsedSize : 0
        let most = 0
        const start = performance.now()
        await page.click('#make')
        while (await page.$eval('#result', (element) => element.hidden)) {
            most = Math.max(most, await heap())
            await delay(count > 100 ? 250 : 10)
        }
        const took = performance.now() - start
        const said = await page.$eval('#result-text', (element) => element.textContent)
        const seconds = Number(/in ([\d.]+) s/.exec(said)?.[1] ?? took / 1000)
        row(`${kind}, ${count}, P-256, with root and intermediate`, rate(count, seconds * 1000), `${(took / 1000).toFixed(1)} s with both CAs and the passwords`, kind === 'chromium' ? `${megabytes(most)} on the page’s heap` : '')
        await page.close()
    }
    await browser.quit()
}

// -- What people would use instead

const run = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
function opensslLoop(count, key) {
    const config = path('device.cnf')
    writeFileSync(config, 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n')
    const start = performance.now()
    for (let i = 0; i < count; i++) {
        run('genpkey', ...key, '-aes-256-cbc', '-pass', `pass:${PASSWORD}`, '-out', path('one.key'))
        run('req', '-new', '-key', path('one.key'), '-passin', `pass:${PASSWORD}`, '-subj', `/O=Development only/CN=sensor-${i}`, '-out', path('one.csr'))
        run('x509', '-req', '-in', path('one.csr'), '-CA', path('ca.cert.pem'), '-CAkey', path('ca.plain.pem'), '-set_serial', `0x${String(i + 1000)}`, '-days', '90', '-extfile', config, '-out', path('one.pem'))
    }
    return performance.now() - start
}
run('pkey', '-in', path('ca.key.pem'), '-passin', `pass:${PASSWORD}`, '-out', path('ca.plain.pem'))
const loops = options.quick ? 20 : 100
row('openssl genpkey, req, x509 in a loop, P-256', rate(loops, opensslLoop(loops, ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'])), 'keys with 2,048 rounds', '')
row('the same, RSA-2048', rate(10, opensslLoop(10, ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'])), '', '')
row('the same, RSA-4096', rate(3, opensslLoop(3, ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:4096'])), '', '')

/** The vendor's script as its documents say: a root and an intermediate, then a device at a time, each in place of the one before. */
function vendorScript(source, count) {
    const cwd = path('vendor')
    cpSync(source, cwd, { recursive: true })
    const script = (...args) => execFileSync('bash', ['certGen.sh', ...args], { cwd, stdio: 'ignore', env: { ...process.env, TERM: 'xterm' } })
    script('create_root_and_intermediate')
    const start = performance.now()
    for (let i = 0; i < count; i++) {
        rmSync(join(cwd, 'private/new-device.key.pem'), { force: true })
        script('create_device_certificate', `sensor-${i}`)
    }
    return performance.now() - start
}
if (options.vendor === undefined) row('the vendor’s certGen.sh, RSA-4096', '', 'not measured: no --vendor', '')
else row('the vendor’s certGen.sh, RSA-4096', rate(10, vendorScript(options.vendor, 10)), 'keys without a password, PFX with 1234', '')

const { default: forge } = await import('node-forge')
const own = forge.pki.rsa.generateKeyPair(2048)
const start = performance.now()
const count = options.quick ? 3 : 10
for (let i = 0; i < count; i++) {
    const keys = forge.pki.rsa.generateKeyPair({ bits: 2048, workers: 0 })
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = keys.publicKey
    certificate.serialNumber = `0${i + 1}`
    certificate.validity.notAfter = new Date(Date.now() + 90 * 86_400_000)
    certificate.setSubject([{ name: 'commonName', value: `sensor-${i}` }])
    certificate.setIssuer([{ name: 'commonName', value: 'bench' }])
    certificate.setExtensions([{ name: 'basicConstraints', cA: false }, { name: 'keyUsage', digitalSignature: true }, { name: 'extKeyUsage', clientAuth: true }])
    certificate.sign(own.privateKey, forge.md.sha256.create())
    forge.pki.encryptRsaPrivateKey(keys.privateKey, PASSWORD, { algorithm: 'aes256', count: 2048 })
}
row('node-forge, RSA-2048', rate(count, performance.now() - start), 'it has no ECDSA certificates', '')

console.log(`| | a second | | most memory |\n| --- | ---: | --- | ---: |\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`)
console.log(`\n${cpus()[0].model.trim()}, ${cpus().length} cores, load ${loadavg().map((each) => each.toFixed(1)).join(' ')}; Node ${process.version}; ${spawnSync('openssl', ['version']).stdout.toString().trim()}`)
