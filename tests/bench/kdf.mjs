// How long a password takes: popcert beside the browser's own WebCrypto and node-forge. `node tests/bench/kdf.mjs [--quick]`,
// or as the last table of bench.mjs --kdf.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { build } from 'esbuild'

import { BROWSERS, browserPath, launch } from '../support/browsers.mjs'
import { dist, fixturePath, PASSWORD } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'
import { startServer } from '../support/server.mjs'
import { withPbkdf2, withScrypt } from './encrypted.mjs'
import { milliseconds, spread, table } from './report.mjs'

const key = () => readFileSync(fixturePath('keys/rsa2048-pkcs8.pem'), 'utf8')

/** A PFX of RSA-2048, read from a pipe of OpenSSL. */
const pfx = (...options) => openssl(['pkcs12', '-export', '-inkey', fixturePath('keys/rsa2048-pkcs8.pem'), '-in', fixturePath('certs/ca-rsa2048.pem'),
    '-passout', `file:${temporaryFile(`${PASSWORD}\n`)}`, ...options])

function inputs() {
    const pem = key()
        return [
        { name: 'PKCS #8, PBKDF2, 600,000 rounds of HMAC-SHA-256', kind: 'pkcs8', octets: withPbkdf2(pem, PASSWORD, 600_000), webCrypto: { rounds: 600_000 } },
        ...[14, 15, 16, 17].map((exponent) => ({
            name: `PKCS #8, scrypt, N = 2^${exponent}, r = 8, p = 1`, kind: 'pkcs8', octets: withScrypt(pem, PASSWORD, 2 ** exponent), notByForge: true,
        })),
        { name: 'PFX as OpenSSL 3 writes it (AES-256, SHA-256, 2,048 rounds)', kind: 'pfx', octets: pfx() },
        { name: 'PFX with the parameters of Windows (AES-256, SHA-256, 2,000 rounds)', kind: 'pfx', octets: pfx('-iter', '2000') },
        { name: 'PFX with the older parameters of Windows (3DES, SHA-1, 2,000 rounds)', kind: 'pfx',
            octets: pfx('-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-iter', '2000') },
    ]
}

/** Runs in the page. */
async function measure(module, input, runs) {
    const octets = Uint8Array.from(atob(input.octets), (letter) => letter.charCodeAt(0))
    const jobs = {}
    const core = await (await import(module)).loadCore()
    jobs.popcert = () => {
        const result = core.inspect(octets, { password: input.password })
        if (!result.ok || !result.value.items.some((item) => item.kind === 'privateKey')) throw new Error('popcert found no key')
    }
    if (input.webCrypto) {
        // Only the derivation, which is all but a few microseconds.
        jobs.webCrypto = async () => {
            const salt = crypto.getRandomValues(new Uint8Array(16))  // Firefox remembers the last answer, and would give that
            const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(input.password), 'PBKDF2', false, ['deriveBits'])
            await crypto.subtle.deriveBits({ name: 'PBKDF2', salt, iterations: input.webCrypto.rounds, hash: 'SHA-256' }, base, 256)
        }
    }
    if (!input.notByForge) {
        const { forge } = globalThis
        const asn1 = () => forge.asn1.fromDer(forge.util.createBuffer(octets.buffer.slice(0)))
        jobs.forge = input.kind === 'pfx'
            ? () => {
                const bags = forge.pkcs12.pkcs12FromAsn1(asn1(), input.password).getBags({ bagType: forge.pki.oids.pkcs8ShroudedKeyBag })
                if (!bags[forge.pki.oids.pkcs8ShroudedKeyBag][0].key) throw new Error('node-forge found no key')
            }
            : () => {
                if (!forge.pki.privateKeyFromAsn1(forge.pki.decryptPrivateKeyInfo(asn1(), input.password))) throw new Error('node-forge found no key')
            }
    }
    const times = {}
    for (const [name, job] of Object.entries(jobs)) {
        times[name] = []
        // What takes long needs no warming up, and must not be run in vain.
        const begin = performance.now()
        await job()
        const slow = performance.now() - begin > 2000
        if (slow) times[name].push(performance.now() - begin)
        for (let run = slow ? 1 : 0; run < (slow ? Math.min(runs, 3) : runs); run++) {
            const start = performance.now()
            await job()
            times[name].push(performance.now() - start)
        }
    }
    return times
}

export async function measureDerivations({ runs }) {
    const forge = (await build({
        stdin: { contents: "globalThis.forge = require('node-forge')", resolveDir: new URL('../..', import.meta.url).pathname },
        bundle: true, minify: true, write: false, format: 'iife', platform: 'browser',
    })).outputFiles[0].text
    const server = await startServer(dist, { '/blank': '<!doctype html><link rel="icon" href="data:,"><title>bench</title>' })
    const all = inputs()
    const derivations = {}
    for (const kind of BROWSERS.filter(browserPath)) {
        const browser = await launch(kind)
        const of = (derivations[await browser.version()] = {})
        const page = await browser.newPage()
        page.setDefaultTimeout(0)
        await page.goto(`${server.url}/blank`)
        await page.evaluate(forge)
        for (const { octets, ...rest } of all) {
            console.error(`bench: ${kind}, ${rest.name}`)
            const input = { ...rest, password: PASSWORD, octets: Buffer.from(octets).toString('base64') }
            const times = await page.evaluate(measure, `${server.url}/popcert/index.js`, input, runs)
            of[rest.name] = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, spread(values)]))
        }
        await browser.quit()
    }
    await server.close()
    const versions = Object.keys(derivations)
    const report = table(
        ['File', ...versions.flatMap((version) => [`${version}: popcert, ms`, 'WebCrypto, ms', 'node-forge, ms'])],
        all.map(({ name }) => [name, ...versions.flatMap((version) => {
            const { popcert, webCrypto, forge } = derivations[version][name]
            return [popcert, webCrypto, forge].map(milliseconds)
        })]))
    return { derivations, report: `${report}\n\nWebCrypto has neither scrypt nor the derivation of PKCS #12, node-forge no scrypt: —.` }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    console.log((await measureDerivations({ runs: process.argv.includes('--quick') ? 2 : 5 })).report)
}
