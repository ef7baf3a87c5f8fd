// popcert-devpki: what it takes and refuses, and that nothing of it is in the modules of the signer and of the package.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { assertTold, dev, ok, PASSWORD, refused } from '../support/devpki.mjs'
import { dist, fixture, repository } from '../support/fixtures.mjs'

const built = (name) => join(repository, 'build', 'wasm', name)
const load = async (name) => (await import(pathToFileURL(built(`${name}.mjs`)))).default({ wasmBinary: readFileSync(built(`${name}.wasm`)), locateFile: (file) => file })

suite('apart from the signer', () => {
    const names = ['checkIds', 'folderName', 'open', 'make', 'renew', 'close']

    test('the module has these functions and no others; the other modules have none of them', async () => {
        const functions = async (name) => Object.entries(await load(name)).filter(([key, value]) => typeof value === 'function' && !/^(_|ready|dynCall|stack|asm)/.test(key)).map(([key]) => key)
        const own = await functions('popcert-devpki')
        for (const name of names) assert.ok(own.includes(name), name)
        for (const name of ['createVerificationCertificate', 'createEach']) assert.ok(!own.includes(name), name)
        for (const module of ['popcert-core', 'popcert-signer']) {
            const others = await functions(module)
            for (const name of names) assert.ok(!others.includes(name), `${module}: ${name}`)
        }
    })

    test('nor any of their code: no symbol, no sentence, no name of a subject', () => {
        const sentence = 'Development only'
        assert.ok(readFileSync(built('popcert-devpki.wasm')).includes('DEVICE_ID_TWICE'))
        const symbols = (name) => readFileSync(built(`${name}.mjs.symbols`), 'utf8')
        const written = /devpki|encrypt_private_key_info|PfxWriter|PasswordKey|private_exponent|generate_(ec|rsa)_private_key|encode_secret_pem|cbcenc/
        assert.match(symbols('popcert-devpki'), written)
        for (const module of ['popcert-core', 'popcert-signer']) {
            const octets = readFileSync(built(`${module}.wasm`))
            for (const text of [sentence, 'DEVICE_ID_TWICE', 'PRIVATE KEY-----\n']) assert.ok(!octets.includes(text), `${module}: ${text}`)
            assert.doesNotMatch(symbols(module), written)
        }
        for (const page of ['signer.html', 'index.html', 'popcert/index.js', 'popcert/element.js']) {
            assert.ok(!readFileSync(join(dist, page), 'utf8').includes(sentence), page)
        }
    })
})

// Without a password, and with plain keys, where a test is not about them: each password is 600,000 rounds.
const open = async (input = {}) => {
    const pki = await dev.loadDevPki()
    ok(pki.open(input))
    return pki
}
const octets = (text) => new TextEncoder().encode(text)

/** A root of these properties, and a `DevPki` in which it signs. password: of its key, and of those that are made under it */
async function underRoot(properties = {}, password = undefined) {
    const pki = await open({ password })
    const root = ok(pki.make({ kind: 'root', subject: { commonName: 'root' }, ...properties }))
    ok(pki.open({ issuerKey: root.key, issuerCertificate: octets(root.pem), issuerPassword: password, password }))
    return { pki, root }
}

suite('what is refused, each with its own sentence', () => {
    const wants = (error, code, input) => assert.deepEqual([error.code, error.input], [code, input])

    test('ids', async () => {
        const pki = await dev.loadDevPki()
        const cases = {
            'a,b': 'DEVICE_ID_CHARACTER', 'a"b': 'DEVICE_ID_CHARACTER', "a'b": 'DEVICE_ID_CHARACTER', 'a/b': 'DEVICE_ID_CHARACTER', 'a\\b': 'DEVICE_ID_CHARACTER',
            '../../etc/passwd': 'DEVICE_ID_CHARACTER', '..': 'DEVICE_ID_END', 'a\0b': 'DEVICE_ID_CHARACTER', 'Gerät': 'DEVICE_ID_CHARACTER', '\ud800': 'DEVICE_ID_CHARACTER',
            '\u202egnp': 'DEVICE_ID_CHARACTER', '': 'DEVICE_ID_EMPTY', ['x'.repeat(200)]: 'DEVICE_ID_TOO_LONG', 'a.': 'DEVICE_ID_END',
        }
        for (const [id, code] of Object.entries(cases)) {
            const errors = pki.checkIds(['good-1', id])
            assert.deepEqual(errors.map(({ code: each, line }) => [each, line]), [[code, 2]], JSON.stringify(id))
            assertTold(errors[0])
            assert.doesNotMatch(errors[0].message, /[\0\u202e\ud800]/, 'a character that cannot be seen is not shown')
        }
        assert.deepEqual(pki.checkIds(['A', 'b', 'a']).map(({ code, line }) => [code, line]), [['DEVICE_ID_TWICE', 3]])
        assert.equal(pki.checkIds([])[0].code, 'DEVICE_IDS_MISSING')
        assert.deepEqual(pki.checkIds(['sensor-0001', 'urn:dev:1', 'con']), [])
    })

    test('a CA that may not sign', async () => {
        const pki = await dev.loadDevPki()
        const device = { kind: 'device', subject: { commonName: 'x' } }
        wants(refused(pki.make(device)), 'ISSUER_MISSING', 'issuer')
        ok(pki.open({}))
        wants(refused(pki.make(device)), 'ISSUER_MISSING', 'issuer')

        const { pki: under, root } = await underRoot({}, PASSWORD)
        const leaf = ok(under.make(device))
        const as = (made, password = PASSWORD) => pki.open({ issuerKey: made.key, issuerCertificate: octets(made.pem), issuerPassword: password })
        wants(refused(as(leaf)), 'CERTIFICATE_NOT_CA', 'issuer')
        wants(refused(as(root, 'another password')), 'PASSWORD_WRONG', 'issuerPassword')
        wants(refused(pki.open({ issuerKey: root.key, issuerCertificate: octets(root.pem) })), 'KEY_ENCRYPTED', 'issuerPassword')
        wants(refused(as({ ...root, pem: leaf.pem })), 'KEY_OF_NO_CERTIFICATE', 'issuer')
        wants(refused(pki.open({ issuerKey: octets('noise'), issuerCertificate: octets(root.pem) })), 'INPUT_NOT_RECOGNIZED', 'issuer')
        wants(refused(pki.open({ issuerKey: fixture('keys/p256-pkcs8.pem') })), 'CA_CERTIFICATE_MISSING', 'issuer')
        const past = ok((await open()).make({ kind: 'root', subject: { commonName: 'past' }, notBefore: new Date('2020-01-01'), days: 1 }))
        wants(refused(as(past)), 'CERTIFICATE_EXPIRED', 'issuer')
        const short = (await underRoot({ pathLength: 0 })).pki
        wants(refused(short.make({ kind: 'intermediate', subject: { commonName: 'x' } })), 'ISSUER_PATH_LENGTH', 'issuer')
        ok(short.make(device))
        // What was refused leaves no run behind that could still sign.
        wants(refused(pki.make(device)), 'ISSUER_MISSING', 'issuer')
    })

    test('subjects, validity, server names', async () => {
        const { pki } = await underRoot()
        const make = (changes) => pki.make({ kind: 'device', subject: { commonName: 'x' }, ...changes })
        const subject = (changes) => make({ subject: { commonName: 'x', ...changes } })
        wants(refused(subject({ commonName: '' })), 'COMMON_NAME_EMPTY', 'subject')
        wants(refused(subject({ commonName: 'x'.repeat(65) })), 'SUBJECT_FIELD_TOO_LONG', 'subject')
        wants(refused(subject({ organization: 'a\nb' })), 'SUBJECT_FIELD_CHARACTER', 'subject')
        wants(refused(subject({ country: 'Germany' })), 'COUNTRY_NOT_TWO_LETTERS', 'subject')
        for (const days of [0, -1, 1.5, 36_501, NaN, '90']) wants(refused(make({ days })), 'VALIDITY_UNUSABLE', 'validity')
        wants(refused(make({ notBefore: new Date('2090-01-01') })), 'ISSUER_ENDS_FIRST', 'validity')
        wants(refused(make({ kind: 'server', serverNames: [] })), 'SERVER_NAME_MISSING', 'serverNames')
        for (const name of ['https://a.b', 'a b', '1.2.3', 'ä.de', '']) wants(refused(make({ kind: 'server', serverNames: [name] })), 'SERVER_NAME_UNUSABLE', 'serverNames')
        wants(refused(make({ kind: 'verification', subject: { commonName: ' ' } })), 'CODE_EMPTY', 'subject')
    })

    test('passwords that protect nothing, and never one in a message', async () => {
        const pki = await dev.loadDevPki()
        for (const password of ['1234', '', 'short', '123456789012', 'zzzzzzzzzzzzzz']) {
            const error = refused(pki.open({ password }))
            assert.match(error.code, /^PASSWORD_(SHORT|GUESSED)$/)
            if (password !== '') assert.ok(!JSON.stringify(error).includes(password), password)
        }
        wants(refused(pki.open({ pfx: 'modern' })), 'PASSWORD_SHORT', 'password')
    })

    test('arguments that do not fit are results, too', async () => {
        const pki = await open()
        for (const input of [{ kind: 'ca' }, { kind: 'root', keyType: 'RSA-1024' }, { kind: 'root', pathLength: -1 }, { kind: 'root', subject: { commonName: 7 } }]) {
            assert.equal(pki.make({ subject: { commonName: 'x' }, ...input }).error.code, 'INVALID_ARGUMENT')
        }
        assert.equal(pki.open({ issuerKey: 'text' }).error.code, 'INVALID_ARGUMENT')
        assert.equal(pki.renew({}).error.code, 'INVALID_ARGUMENT')
    })

    test('a source of randomness that fails', async (t) => {
        const pki = await open()
        t.mock.method(globalThis.crypto, 'getRandomValues', (array) => array)
        assert.equal(pki.make({ kind: 'root', subject: { commonName: 'x' } }).error.code, 'RANDOM_FAILED')
        t.mock.restoreAll()
        t.mock.method(globalThis.crypto, 'getRandomValues', () => { throw new Error('none') })
        assert.equal(pki.make({ kind: 'root', subject: { commonName: 'x' } }).error.code, 'RANDOM_FAILED')
        assert.equal(pki.open({ password: PASSWORD }).error.code, 'RANDOM_FAILED')
    })
})

suite('renewal', () => {
    const facts = (pem) => new X509Certificate(pem)

    test('the same key, or a new one; the subject byte for byte', async () => {
        const { pki, root } = await underRoot({}, PASSWORD)
        const device = ok(pki.make({ kind: 'device', subject: { commonName: 'sensor-1' }, days: 10 }))
        const same = ok(pki.renew({ certificate: octets(device.pem), key: device.key, keyPassword: PASSWORD, days: 200 }))
        const fresh = ok(pki.renew({ certificate: octets(device.pem), days: 200 }))
        assert.deepEqual([same.key, same.pfx], [null, null])
        assert.ok(facts(same.pem).publicKey.equals(facts(device.pem).publicKey))
        assert.ok(!facts(fresh.pem).publicKey.equals(facts(device.pem).publicKey))
        for (const one of [same, fresh]) {
            assert.equal(one.subject, device.subject)
            assert.notEqual(one.serial, device.serial)
            assert.ok(one.notAfter > device.notAfter)
            assert.ok(facts(one.pem).verify(facts(root.pem).publicKey))
            assert.deepEqual(facts(one.pem).keyUsage, facts(device.pem).keyUsage)
        }
        assert.equal(refused(pki.renew({ certificate: octets(device.pem), key: root.key, keyPassword: PASSWORD })).code, 'RENEWAL_OTHER_KEY')
        const { pki: other } = await underRoot({ subject: { commonName: 'another root' } })
        assert.equal(refused(other.renew({ certificate: octets(device.pem) })).code, 'RENEWAL_OTHER_ISSUER')
    })

    test('a CA of another tool keeps what it had', async () => {
        const pki = await open()
        const old = fixture('certs/ca-rsa2048.pem')
        const made = ok(pki.renew({ certificate: old, key: fixture('keys/rsa2048-pkcs8.pem'), days: 700 }))
        const [before, after] = [new X509Certificate(old), facts(made.pem)]
        assert.equal(after.subject, before.subject)
        assert.equal(after.ca, true)
        assert.ok(after.verify(before.publicKey))
    })
})

suite('ids as people have them', () => {
    test('patterns and lists', () => {
        const ids = (text) => ok(dev.idsOfList(text))
        assert.deepEqual(ids('sensor-{0008..0011}'), ['sensor-0008', 'sensor-0009', 'sensor-0010', 'sensor-0011'])
        assert.deepEqual(ids('a{9..11}b'), ['a9b', 'a10b', 'a11b'])
        assert.deepEqual(ids(' one\r\ntwo, three;{1..2}\n\n'), ['one', 'two', 'three', '1', '2'])
        assert.equal(ids('s{1..100000}').length, 100_000)
        for (const text of ['s{5..1}', 's{1..x}', 's{1..2}{1..2}', 's{', '{1..2']) assert.equal(refused(dev.idsOfList(text)).code, 'DEVICE_PATTERN_UNUSABLE', text)
        for (const text of ['s{1..100001}', 's{1..60000}\nt{1..60000}', 's{0..999999999999}']) assert.equal(refused(dev.idsOfList(text)).code, 'TOO_MANY_DEVICES', text)
    })

    test('CSV', () => {
        const ids = (text) => ok(dev.idsOfCsv(text))
        assert.deepEqual(ids('a\nb\n'), ['a', 'b'])
        assert.deepEqual(ids('\ufeffplace,deviceId\r\n"Hall 1, north",x1\r\nHall 2,"x2"\r\n'), ['x1', 'x2'])
        assert.deepEqual(ids('Registration ID;note\nx;"two\nlines"\ny;'), ['x', 'y'])
        assert.deepEqual(ids('id\n"a""b"\n../../x\n'), ['a"b', '../../x'], 'as they stand: checkIds refuses them')
        assert.equal(refused(dev.idsOfCsv('id\n"a\nb')).code, 'DEVICE_PATTERN_UNUSABLE')
    })
})

test('generated passwords are long, and no two are alike', () => {
    const made = new Set(Array.from({ length: 200 }, dev.generatedPassword))
    assert.equal(made.size, 200)
    for (const each of made) assert.match(each, /^([a-zA-Z2-9]{6}-){3}[a-zA-Z2-9]{6}$/)
})
