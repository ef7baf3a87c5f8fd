// `popcert dev`: files, exits, what is told, and that a run that was ended goes on.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { unzipSync, zipSync } from 'fflate'

import { until } from '../support/browsers.mjs'
import { popcert, program } from '../support/command.mjs'
import { opensslVerify, run } from '../support/openssl.mjs'

const folder = mkdtempSync(join(tmpdir(), 'popcert-dev-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const path = (...names) => join(folder, ...names)
const read = (...names) => readFileSync(path(...names), 'utf8')

const PASSWORD = 'seven wooden boats'
const env = { POPCERT_PASSWORD: PASSWORD, POPCERT_NEW_PASSWORD: PASSWORD }
const caOptions = ['--ca', path('pki/ca/intermediate.chain.pem'), '--key', path('pki/ca/intermediate.key.pem')]
const devices = (...args) => popcert(['dev', 'devices', ...caOptions, ...args], { env })

function assertDevice(pem, key, password = PASSWORD) {
    const chain = `${read('pki/ca/intermediate.cert.pem')}${read('pki/ca/root.cert.pem')}`
    assert.ok(opensslVerify(chain, pem, ['-purpose', 'sslclient']).accepted)
    assert.ok(new X509Certificate(pem).checkPrivateKey(createPrivateKey({ key, passphrase: password })))
}

before(async () => {
    const made = await popcert(['dev', 'ca', '--out', path('pki'), '--intermediate', 'issuing'], { env })
    assert.equal(made.exit, 0, made.said)
    assert.deepEqual([made.stdout, made.said.includes(PASSWORD)], ['', false])
})

suite('dev ca', () => {
    test('the tree explains itself, and the keys are for this user alone', () => {
        assert.deepEqual(readdirSync(path('pki')).sort(), ['README.txt', 'ca'])
        assert.deepEqual(readdirSync(path('pki/ca')).sort(), ['intermediate.cert.pem', 'intermediate.chain.pem', 'intermediate.key.pem', 'root.cert.pem', 'root.key.pem'])
        assert.equal(statSync(path('pki/ca/root.key.pem')).mode & 0o777, 0o600)
        const readme = read('pki/README.txt')
        for (const word of ['development only', 'Device Provisioning Service', 'IoT Hub', 'IoT Edge', 'AWS', new X509Certificate(read('pki/ca/root.cert.pem')).fingerprint.replaceAll(':', '')]) {
            assert.match(readme, new RegExp(word, 'i'))
        }
        assert.ok(!readme.includes(PASSWORD))
        for (const name of ['root', 'intermediate']) assert.match(new X509Certificate(read(`pki/ca/${name}.cert.pem`)).subject, /O=Development only/)
    })

    test('a password that is generated is told once, and opens the keys', async () => {
        const made = await popcert(['dev', 'ca', '--out', path('generated')])
        assert.equal(made.exit, 0, made.said)
        const [, password] = /shown this once: (\S+)\n/.exec(made.stderr)
        assert.match(password, /^(\w{6}-){3}\w{6}$/)
        createPrivateKey({ key: read('generated/ca/root.key.pem'), passphrase: password })
        const again = await popcert(['dev', 'ca', '--out', path('generated')])
        assert.equal(again.exit, 3)
        assert.match(again.stderr, /^FILE_EXISTS: /)
        const { ok, password: other } = JSON.parse((await popcert(['dev', 'ca', '--out', path('json'), '--json'])).stdout)
        assert.deepEqual([ok, other === password], [true, false])
    })

    test('passwords: not on the command line, not 1234', async () => {
        for (const option of ['--password', '--new-password']) {
            const refused = await popcert(['dev', 'ca', '--out', path('x'), option, 'topsecretword'])
            assert.equal(refused.exit, 2)
            assert.ok(!refused.said.includes('topsecretword'))
        }
        const weak = await popcert(['dev', 'ca', '--out', path('x')], { env: { POPCERT_NEW_PASSWORD: '1234' } })
        assert.deepEqual([weak.exit, /^PASSWORD_SHORT: /.test(weak.stderr), existsSync(path('x'))], [4, true, false])
        const both = await popcert(['dev', 'ca', '--out', path('x'), '--plain', '--pfx', 'modern'])
        assert.equal(both.exit, 2)
    })

    test('plain keys, where they are asked for', async () => {
        const made = await popcert(['dev', 'ca', '--out', path('plain'), '--plain', '--key-type', 'RSA-2048'])
        assert.equal(made.exit, 0, made.said)
        assert.match(read('plain/ca/root.key.pem'), /^-----BEGIN PRIVATE KEY-----/)
        assert.match(read('plain/README.txt'), /NOT ENCRYPTED/)
        assert.equal(new X509Certificate(read('plain/ca/root.cert.pem')).publicKey.asymmetricKeyDetails.modulusLength, 2048)
    })
})

suite('dev devices', () => {
    test('into a folder, of a CSV', async () => {
        writeFileSync(path('ids.csv'), 'place,deviceId\n"Hall 1, north",sensor-1\nHall 2,urn:dev:2\n')
        const made = await devices('--ids', path('ids.csv'), '--out', path('csv'), '--pfx', 'modern')
        assert.equal(made.exit, 0, made.said)
        assert.deepEqual(readdirSync(path('csv/devices')).sort(), ['sensor-1', 'urn_dev_2'])
        assert.deepEqual(readdirSync(path('csv/devices/sensor-1')).sort(), ['sensor-1.cert.pem', 'sensor-1.chain.pem', 'sensor-1.key.pem', 'sensor-1.pfx'])
        assertDevice(read('csv/devices/urn_dev_2/urn_dev_2.cert.pem'), read('csv/devices/urn_dev_2/urn_dev_2.key.pem'))
        assert.match(new X509Certificate(read('csv/devices/urn_dev_2/urn_dev_2.cert.pem')).subject, /CN=urn:dev:2/)
    })

    test('many into ZIP files, by several threads, each in one part only', async () => {
        const made = await devices('--id', 'sensor-{001..130}', '--out', path('many.zip'), '--part', '50', '--threads', '2')
        assert.equal(made.exit, 0, made.said)
        const zips = readdirSync(folder).filter((name) => name.startsWith('many')).sort()
        assert.deepEqual(zips, ['many-1-of-3.zip', 'many-2-of-3.zip', 'many-3-of-3.zip'])
        const seen = new Set()
        for (const [at, name] of zips.entries()) {
            assert.equal(run('unzip', ['-tqq', path(name)]).status, 0, `${name} as unzip sees it`)
            const files = unzipSync(readFileSync(path(name)))
            const certificates = Object.keys(files).filter((file) => file.endsWith('.cert.pem'))
            assert.equal(certificates.length, [50, 50, 30][at])
            for (const file of certificates) assert.ok(!seen.has(file) && seen.add(file), file)
            assert.equal(JSON.parse(Buffer.from(files['manifest.json'])).partsDone, at + 1)
            assert.equal('README.txt' in files, at === 0)
            const key = certificates[7].replace('.cert.', '.key.')
            assertDevice(Buffer.from(files[certificates[7]]).toString(), Buffer.from(files[key]).toString())
        }
        const serials = new Set([...zips].flatMap((name) => Object.entries(unzipSync(readFileSync(path(name)))).filter(([file]) => file.endsWith('.cert.pem')).map(([, pem]) => new X509Certificate(Buffer.from(pem)).serialNumber)))
        assert.equal(serials.size, 130)
    })

    test('servers and IoT Edge CAs', async () => {
        assert.equal((await devices('--kind', 'server', '--id', 'gateway.local', '--server-name', '10.0.0.7', '--out', path('others'))).exit, 0)
        assert.equal((await devices('--kind', 'edge', '--id', 'edge-1', '--out', path('others'))).exit, 0)
        assert.match(new X509Certificate(read('others/servers/gateway.local/gateway.local.cert.pem')).subjectAltName, /DNS:gateway\.local, IP Address:10\.0\.0\.7/)
        assert.ok(new X509Certificate(read('others/edge/edge-1/edge-1.cert.pem')).ca)
        assert.deepEqual(readdirSync(path('others')).filter((name) => name.startsWith('README')).sort(), ['README-edge.txt', 'README.txt'])
    })

    test('bad ids are told before anything is made', async () => {
        writeFileSync(path('bad.csv'), 'id\nfine\n"../../../tmp/x"\n"a,b"\n')
        const bad = [
            [['--ids', path('bad.csv')], 6, 'DEVICE_ID_CHARACTER'], [['--id', 'a', '--id', 'A'], 6, 'DEVICE_ID_TWICE'], [['--id', 'x'.repeat(200)], 6, 'DEVICE_ID_TOO_LONG'],
            [['--id', 's{9..1}'], 6, 'DEVICE_PATTERN_UNUSABLE'], [[], 6, 'DEVICE_IDS_MISSING'], [['--id', 'x', '--kind', 'phone'], 2, 'USAGE'], [['--id', 'x', '--days', 'many'], 2, 'USAGE'],
            [['--ids', path('none.csv')], 3, 'FILE_UNREADABLE'],
        ]
        for (const [args, exit, code] of bad) {
            const refused = await devices(...args, '--out', path('never'))
            assert.equal(refused.exit, exit, `${args}: ${refused.said}`)
            assert.match(refused.stderr, new RegExp(`^${code}: `))
            assert.ok(!existsSync(path('never')), args.join(' '))
        }
        const json = JSON.parse((await devices('--id', 'a b', '--out', path('never'), '--json')).stdout)
        assert.equal(json.error.code, 'DEVICE_ID_CHARACTER')
    })

    test('a CA that may not sign, and a wrong password', async () => {
        assert.equal((await devices('--id', 'leaf', '--out', path('leaf'))).exit, 0)
        const leaf = ['dev', 'devices', '--ca', path('leaf/devices/leaf/leaf.chain.pem'), '--key', path('leaf/devices/leaf/leaf.key.pem'), '--id', 'x', '--out', path('never')]
        const refused = await popcert(leaf, { env })
        assert.deepEqual([refused.exit, /^CERTIFICATE_NOT_CA: /.test(refused.stderr)], [5, true])
        const wrong = await popcert(['dev', 'devices', ...caOptions, '--id', 'x', '--out', path('never')], { env: { ...env, POPCERT_PASSWORD: 'not this one at all' } })
        assert.equal(wrong.exit, 4)
        const none = await popcert(['dev', 'devices', ...caOptions, '--id', 'x', '--out', path('never')], { env: { POPCERT_NEW_PASSWORD: PASSWORD } })
        assert.equal(none.exit, 4)
        assert.ok(!existsSync(path('never')))
    })
})

/** Starts a run and kills it the moment that `isEnough` says so. */
async function killed(args, isEnough) {
    const child = spawn(process.execPath, [program, 'dev', 'devices', ...caOptions, ...args], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.on('close', resolve))
    await until(isEnough, 'the run to be under way', 60)
    child.kill('SIGKILL')
    await ended
}

suite('a run that was ended', () => {
    test('in a folder: what is there is whole, and the rest is made', async () => {
        const out = path('ended')
        const there = () => existsSync(join(out, 'devices')) ? readdirSync(join(out, 'devices')).filter((name) => !name.startsWith('.')) : []
        await killed(['--id', 'sensor-{0001..3000}', '--out', out, '--threads', '1'], () => there().length > 40)
        const before = there()
        assert.ok(before.length < 3000, 'it was killed in the middle')
        for (const name of before) assert.equal(readdirSync(join(out, 'devices', name)).length, 3, name)
        const kept = readFileSync(join(out, 'devices', before[0], `${before[0]}.cert.pem`), 'utf8')

        const args = ['--out', out, '--threads', '1']
        const again = await devices('--id', 'sensor-{0001..3000}', ...args)
        assert.deepEqual([again.exit, /^RUN_UNFINISHED: /.test(again.stderr)], [3, true])
        const otherCa = await popcert(['dev', 'devices', '--ca', path('pki/ca/root.cert.pem'), '--key', path('pki/ca/root.key.pem'), '--resume', ...args], { env })
        assert.deepEqual([otherCa.exit, /^MANIFEST_OTHER_CA: /.test(otherCa.stderr)], [5, true])
        const noPassword = await popcert(['dev', 'devices', ...caOptions, '--resume', ...args], { env: { POPCERT_PASSWORD: PASSWORD } })
        assert.equal(noPassword.exit, 4)
        const resumed = await devices('--resume', ...args)
        assert.equal(resumed.exit, 0, resumed.said)
        assert.match(resumed.stderr, new RegExp(`^Made ${3000 - before.length} certificates`))
        assert.equal(there().length, 3000)
        assert.equal(readFileSync(join(out, 'devices', before[0], `${before[0]}.cert.pem`), 'utf8'), kept, 'what was there is left alone')
        assert.deepEqual(readdirSync(join(out, 'devices')).filter((name) => name.startsWith('.')), [])
    })

    test('in ZIP files: those that are whole stay, the others are made', async () => {
        const zips = () => readdirSync(folder).filter((name) => /^cut-.*\.zip$/.test(name)).sort()
        await killed(['--id', 'sensor-{0001..0600}', '--out', path('cut.zip'), '--part', '150', '--threads', '1'], () => zips().length >= 1)
        const before = zips()
        assert.ok(before.length < 4, 'it was killed in the middle')
        for (const name of before) assert.equal(run('unzip', ['-tqq', path(name)]).status, 0, name)
        const resumed = await devices('--resume', '--out', path('cut.zip'), '--threads', '1')
        assert.equal(resumed.exit, 0, resumed.said)
        assert.equal(zips().length, 4)
        const ids = new Set(zips().flatMap((name) => Object.keys(unzipSync(readFileSync(path(name)))).filter((file) => file.endsWith('.key.pem'))))
        assert.equal(ids.size, 600)
        assert.deepEqual(readdirSync(folder).filter((name) => /^cut.*(partial|manifest)/.test(name)), [])
    })

    test('in ZIP files, between one and the manifest that counts it: it is known again, and another file of its name is not', async () => {
        const zips = () => readdirSync(folder).filter((name) => /^gap-.*\.zip$/.test(name)).sort()
        await killed(['--id', 'sensor-{0001..0600}', '--out', path('gap.zip'), '--part', '150', '--threads', '1'], () => zips().length >= 2)
        const manifest = JSON.parse(readFileSync(path('gap.zip.manifest.json'), 'utf8'))
        writeFileSync(path('gap.zip.manifest.json'), JSON.stringify({ ...manifest, partsDone: 0 }, null, 1) + '\n')
        const [first] = zips()
        const kept = readFileSync(path(first))
        const fourth = path('gap-4-of-4.zip')
        assert.ok(!existsSync(fourth), 'it was killed in the middle')
        writeFileSync(fourth, zipSync({ 'letter.txt': Buffer.from('hello') }))
        const refused = await devices('--resume', '--out', path('gap.zip'), '--threads', '1')
        assert.deepEqual([refused.exit, /^FILE_EXISTS: /.test(refused.stderr)], [3, true], refused.said)
        assert.equal(zips().length, 4, 'those between were made')
        rmSync(fourth)
        const resumed = await devices('--resume', '--out', path('gap.zip'), '--threads', '1')
        assert.equal(resumed.exit, 0, resumed.said)
        assert.ok(readFileSync(path(first)).equals(kept))
        const ids = new Set(zips().flatMap((name) => Object.keys(unzipSync(readFileSync(path(name)))).filter((file) => file.endsWith('.key.pem'))))
        assert.deepEqual([zips().length, ids.size], [4, 600])
    })

    test('interrupted by Ctrl-C: nothing half-made has the name of a whole file', async () => {
        const child = spawn(process.execPath, [program, 'dev', 'devices', ...caOptions, '--id', 'sensor-{0001..0900}', '--out', path('stopped.zip')], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' })
        const ended = new Promise((resolve) => child.on('close', resolve))
        await until(() => existsSync(path('stopped.zip.partial')), 'the run to be under way', 60)
        child.kill('SIGINT')
        assert.equal(await ended, 130)
        assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('stopped')), [])
    })
})

suite('a disk that takes no more', () => {
    test('its own sentence, and no file that looks whole', async (t) => {
        // /dev/full says ENOSPC to every write: the partial file is a link to it.
        if (!existsSync('/dev/full')) return t.skip('there is no /dev/full here: a full disk was not tried')
        const { symlinkSync } = await import('node:fs')
        symlinkSync('/dev/full', path('full.zip.partial'))
        const refused = await devices('--id', 'sensor-{1..3}', '--out', path('full.zip'))
        assert.deepEqual([refused.exit, /^DISK_FULL: /.test(refused.stderr)], [3, true], refused.said)
        assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('full')), [])
    })

    test('a folder that may not be written', async (t) => {
        if (process.getuid?.() === 0) return t.skip('root may write everywhere: a folder without permission was not tried')
        const out = path('closed')
        assert.equal((await devices('--id', 'a', '--out', out)).exit, 0)
        chmodSync(join(out, 'devices'), 0o500)
        assert.equal((await devices('--id', 'b', '--out', out)).exit, 3)
    })
})

test('dev renew: another validity for the same subject', async () => {
    assert.equal((await devices('--id', 'old-1', '--out', path('old'), '--days', '5')).exit, 0)
    const file = path('old/devices/old-1/old-1.cert.pem')
    const made = await popcert(['dev', 'renew', file, ...caOptions, '--own-key', path('old/devices/old-1/old-1.key.pem'), '--days', '60', '--out', path('new')], { env })
    assert.equal(made.exit, 0, made.said)
    assert.deepEqual(readdirSync(path('new/devices/old-1')).sort(), ['old-1.cert.pem', 'old-1.chain.pem'])
    assertDevice(read('new/devices/old-1/old-1.cert.pem'), read('old/devices/old-1/old-1.key.pem'))
    const root = await popcert(['dev', 'renew', path('pki/ca/root.cert.pem'), '--own-key', path('pki/ca/root.key.pem'), '--days', '900', '--out', path('root')], { env })
    assert.equal(root.exit, 0, root.said)
    assert.ok(opensslVerify(read('root/ca/root.cert.pem'), read('pki/ca/intermediate.cert.pem')).accepted, 'what the old root signed holds under the new one')
})

test('help names the commands, and the completion knows them', async () => {
    const help = await popcert(['dev', 'devices', '--help'])
    assert.equal(help.exit, 0)
    for (const word of ['development', '--resume', '--new-password-fd', 'sensor-{0001..9999}']) assert.ok(help.stdout.includes(word), word)
    const { stdout } = await popcert(['completion', 'bash'])
    assert.equal(run('bash', ['-n'], stdout).status, 0)
    const words = run('bash', ['-c', `${stdout}\nCOMP_WORDS=(popcert dev ""); COMP_CWORD=2; _popcert; echo "\${COMPREPLY[*]}"`]).stdout.toString()
    assert.equal(words, 'ca devices renew\n')
})
