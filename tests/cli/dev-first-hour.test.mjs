// The first hour: a CA is made and saved, verified on the service (the emulator, which has OpenSSL judge), a device gets its
// certificate, the chain check says that it would be accepted, and a TLS server that wants client certificates lets it in.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { after, suite, test } from 'node:test'

import { startEmulator } from '../emulator/server.mjs'
import { until } from '../support/browsers.mjs'
import { popcert } from '../support/command.mjs'
import { Management } from '../support/management.mjs'

const folder = mkdtempSync(join(tmpdir(), 'popcert-hour-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const path = (...names) => join(folder, ...names)
const PASSWORD = 'seven wooden boats'
const env = { POPCERT_PASSWORD: PASSWORD, POPCERT_NEW_PASSWORD: PASSWORD }

async function done(...args) {
    const made = await popcert(args, { env })
    assert.equal(made.exit, 0, `${args.join(' ')}: ${made.said}`)
    return made
}

/** One that nobody listens on. */
const freePort = () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address()
        server.close(() => resolve(port))
    })
})

/** OpenSSL as a gateway that wants to know its clients. */
async function gateway({ certificate, key, ca }) {
    const port = await freePort()
    const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', certificate, '-cert_chain', certificate, '-key', key, '-pass', `pass:${PASSWORD}`,
        '-CAfile', ca, '-Verify', '3', '-verify_return_error', '-naccept', '20', '-www'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text })
    await until(() => /ACCEPT/.test(said), 'openssl s_server')
    return { port, close: () => child.kill() }
}

/** What a device gets for its certificate: the server's page, or an error. */
function hello(port, { cert, key }, ca) {
    return new Promise((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', servername: 'gateway.local', ca, cert, key, passphrase: PASSWORD, minVersion: 'TLSv1.2' })
        let text = ''
        socket.on('secureConnect', () => {
            assert.ok(socket.authorized, 'the device trusts the gateway')
            socket.write('GET / HTTP/1.0\r\n\r\n')
        })
        socket.on('data', (piece) => { text += piece })
        socket.on('error', (error) => resolve({ error }))
        socket.on('close', () => resolve({ text }))
    })
}

for (const [keyType, intermediate] of [['P-256', 'issuing CA'], ['RSA-2048', undefined], ['P-384', 'issuing CA']]) {
    suite(`${keyType}, ${intermediate === undefined ? 'under the root' : 'under an intermediate'}`, () => {
        const pki = path(keyType)
        const file = (...names) => join(pki, ...names)
        const issuing = intermediate === undefined ? { ca: file('ca/root.cert.pem'), key: file('ca/root.key.pem') } : { ca: file('ca/intermediate.chain.pem'), key: file('ca/intermediate.key.pem') }

        test('a CA, from nothing to verified, with the files just saved', async () => {
            await done('dev', 'ca', '--out', pki, '--key-type', keyType, ...(intermediate === undefined ? [] : ['--intermediate', intermediate]))
            const emulator = await startEmulator({ services: [{ name: 'weu' }, { kind: 'IoTHub', name: 'hub' }] })
            try {
                const verified = await popcert(['dps', 'verify', '--cloud', emulator.url, '--service', 'weu', '--service', 'hub', '--key', file('ca/root.key.pem'), '--ca', file('ca/root.cert.pem')],
                    { env: { ...env, POPCERT_TOKEN: emulator.token() } })
                assert.equal(verified.exit, 0, verified.said)
                const root = new X509Certificate(readFileSync(file('ca/root.cert.pem'))).fingerprint.replaceAll(':', '')
                for (const service of ['weu', 'hub']) {
                    const [{ properties }] = (await new Management(emulator, service).list()).body.value
                    assert.deepEqual([properties.thumbprint.toUpperCase(), properties.isVerified], [root, true], service)
                }
            } finally {
                await emulator.close()
            }
        })

        test('a device, which would be accepted', async () => {
            await done('dev', 'devices', '--ca', issuing.ca, '--key', issuing.key, '--id', 'sensor-1', '--out', pki, '--key-type', keyType)
            await done('dev', 'devices', '--kind', 'server', '--ca', issuing.ca, '--key', issuing.key, '--id', 'gateway.local', '--out', path(`${keyType}-gateway`), '--key-type', keyType)
            const chain = file('devices/sensor-1/sensor-1.chain.pem')
            const { ok, verdict } = JSON.parse((await done('chain', chain, '--verified', file('ca/root.cert.pem'), '--json')).stdout)
            assert.deepEqual([ok, verdict.status], [true, 'pass'])
            const unverified = await popcert(['chain', chain, '--unverified', file('ca/root.cert.pem')])
            assert.equal(unverified.exit, 1, 'as long as the CA is not verified')
        })

        test('a handshake with client authentication', async () => {
            const text = (...names) => readFileSync(join(...names), 'utf8')
            const server = (ending) => path(`${keyType}-gateway`, `servers/gateway.local/gateway.local.${ending}`)
            const root = text(file('ca/root.cert.pem'))
            const { port, close } = await gateway({ certificate: server('chain.pem'), key: server('key.pem'), ca: file('ca/root.cert.pem') })
            try {
                const device = { cert: text(file('devices/sensor-1/sensor-1.chain.pem')), key: text(file('devices/sensor-1/sensor-1.key.pem')) }
                const { text: page, error } = await hello(port, device, root)
                assert.equal(error, undefined, error?.message)
                assert.match(page, /CN ?= ?sensor-1/)

                // And who should not get in does not: nobody, a stranger, a gateway that poses as a device.
                assert.ok(!/CN ?= ?/.test((await hello(port, {}, root)).text ?? ''), 'without a certificate')
                await done('dev', 'ca', '--out', path(`${keyType}-stranger`), '--name', 'stranger')
                await done('dev', 'devices', '--ca', path(`${keyType}-stranger/ca/root.cert.pem`), '--key', path(`${keyType}-stranger/ca/root.key.pem`), '--id', 'sensor-1', '--out', path(`${keyType}-stranger`))
                const stranger = (ending) => text(path(`${keyType}-stranger`, `devices/sensor-1/sensor-1.${ending}`))
                assert.ok(!/CN ?= ?/.test((await hello(port, { cert: stranger('chain.pem'), key: stranger('key.pem') }, root)).text ?? ''), 'of another CA')
                assert.ok(!/CN ?= ?/.test((await hello(port, { cert: text(server('chain.pem')), key: text(server('key.pem')) }, root)).text ?? ''), 'a certificate for servers')
            } finally {
                close()
            }
        })
    })
}

