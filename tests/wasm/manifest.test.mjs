// The corpus beside the repository, where it is there: every file that must open opens and signs, every bad one gives an
// error of the expected class, and none takes long.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { assertCheckerAccepts } from '../support/checker.mjs'
import { categoriesOf, itemsOf, loadCore } from '../support/core.mjs'
import { certificateParts, hex } from '../support/der.mjs'
import { CODE, fixture, repository } from '../support/fixtures.mjs'
import { sha256 } from '../support/openssl.mjs'
import { assertOpensslAccepts, assertSignedBy, caCertificateFor } from '../support/verification.mjs'

const folder = join(repository, '..', 'shared', 'vectors')
const skip = existsSync(join(folder, 'manifest.json')) ? false : 'shared/vectors/manifest.json is not there: none of its cases were tried'
const manifest = skip ? { cases: [], synthetic: [] } : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))

// The corpus was judged in 2026; its certificates are not to expire under the tests. CAs that are made here begin now.
const THEN = new Date('2026-11-25T00:00:00Z')
const NOW = undefined
// Seconds of processor time, so that a busy machine does not matter. The slow ones ask for 600,000 rounds thrice.
const LIMIT = 2
const SLOW_LIMIT = 10
const SLOW = new Set(['key-pkcs8-encrypted', 'pfx', 'third-party-key', 'third-party-pfx'])

function octetsOf(input) {
    let octets = new Uint8Array(readFileSync(join(folder, input.path)))
    for (const [offset, mask] of input.xor ?? []) octets[offset] ^= mask
    if (input.truncate !== undefined) octets = octets.slice(0, input.truncate)
    assert.equal(sha256(octets), input.sha256, `${input.path} is not the file that the manifest means`)
    return octets
}

const passwordOf = (each) =>
    each.password_hex ? Buffer.from(each.password_hex, 'hex').toString('latin1') : each.password ?? undefined

/** Runs a job and fails if it took longer than the limit. */
async function timed(limit, job) {
    const start = process.cpuUsage()
    const result = await job()
    const { user, system } = process.cpuUsage(start)
    const seconds = (user + system) / 1e6
    assert.ok(seconds < limit, `took ${seconds.toFixed(1)} s`)
    slowest = Math.max(slowest, seconds)
    return result
}
let slowest = 0

function assertKeyFacts(item, facts) {
    if (facts.spki_sha256) assert.equal(item.spkiSha256, facts.spki_sha256, 'SubjectPublicKeyInfo')
    if (facts.type === 'RSA' || facts.type === 'EC') assert.equal(item.keyType, facts.type)
    if (facts.bits) assert.equal(item.bits, facts.bits)
    if (facts.curve) assert.equal(item.curve, facts.curve)
}

function assertCertificateFacts(item, facts) {
    const parts = certificateParts(item.der)
    if (facts.version !== undefined && facts.version !== 2) assert.equal(item.version, facts.version)
    if (item.keyType !== null) assert.equal(item.spkiSha256, facts.spki_sha256)
    if (facts.subject_der_hex) assert.equal(hex(parts.subject), facts.subject_der_hex)
    if (facts.subject_der_sha256) assert.equal(sha256(parts.subject), facts.subject_der_sha256)
    if (facts.basic_constraints_ca !== undefined) assert.equal(item.isCa, facts.basic_constraints_ca)
    if (facts.not_before) assert.equal(item.notBefore.getTime(), Date.parse(facts.not_before))
    if (facts.not_after) assert.equal(item.notAfter.getTime(), Date.parse(facts.not_after))
    if (facts.key) assertKeyFacts(item, facts.key)
}

const checked = new Set()
/**
 * What was made is judged by OpenSSL, and once for each CA by the independent checker. `doubtful`: OpenSSL need not take
 * the CA as one (no basicConstraints, an unknown critical extension), or even read it.
 */
function assertMade(made, caDer, { now, doubtful = false } = {}) {
    assert.equal(hex(certificateParts(made.value.der).issuer), hex(certificateParts(caDer).subject), 'issuer octets')
    if (doubtful) assertSignedBy(caDer, made.value.der)
    else assertOpensslAccepts(caDer, made.value.der)
    const ca = sha256(caDer)
    if (checked.has(ca)) return
    checked.add(ca)
    assertCheckerAccepts(caDer, CODE, made.value.pem, [...(now ? ['--now', now.toISOString()] : []), ...(doubtful ? ['--no-openssl'] : [])])
}

const create = (core, limit, input) =>
    timed(limit, () => core.createVerificationCertificate({ verificationCode: CODE, now: THEN, ...input }))

/** Every class that a refusal or a warning names. */
const classesOf = (result) => [
    ...(result.ok ? [] : [result.error.category]),
    ...result.findings.filter((finding) => finding.status !== 'pass').map((finding) => finding.category),
]
const assertClass = (classes, expected) =>
    assert.ok(classes.some((each) => expected.errors.includes(each)), `said ${[...new Set(classes)].join()}, expected ${expected.errors.join()}`)

/** Cases that were judged when strings of JSON were not read: a key is in them, and it is taken. */
const READ_SINCE = new Set(['key-jwk-encrypted-pkcs8-in-json'])

/** Cases that load as they must, but under which nothing is signed any more: why. */
const REFUSED_SINCE = new Map([['cert-bad-self-signature', 'CERTIFICATE_SELF_SIGNATURE_WRONG']])

/** A file with a private key in it, and perhaps certificates: roles `key` and `bundle`. */
async function judgeKey(core, each, octets, limit) {
    const { expected } = each
    const password = passwordOf(each)
    const inspected = await timed(limit, () => core.inspect(octets, { password }))
    const keys = inspected.ok ? itemsOf(inspected, 'privateKey') : []
    if (keys.length === 0) {
        assert.notEqual(expected.outcome, 'ok', `refused: ${inspected.ok ? categoriesOf(inspected).join() : inspected.error.code}`)
        // The class is that of the job in which the file is used as the key.
        const made = await create(core, limit, { privateKey: octets, password, caCertificate: fixture('certs/ca-p256.pem'), now: NOW })
        assert.equal(made.ok, false, 'a certificate was made')
        assertClass([made.error.category], expected)
        return
    }
    if (READ_SINCE.has(each.id)) return assert.equal(keys.length, 1)
    if (expected.outcome === 'error' && expected.match !== false) {
        // Loaded, so only the job can still refuse it: with a CA of its own for a key, alone for a bundle.
        const job = each.inputs?.[0].role === 'bundle' ? {} : { caCertificate: new Uint8Array(caCertificateFor(keys[0].spki)), now: NOW }
        const made = await create(core, limit, { privateKey: octets, password, ...job })
        assert.equal(made.ok, false, 'loaded and signed')
        assertClass([made.error.category], expected)
        return
    }
    const key = expected.key?.spki_sha256 ? keys.find((item) => item.spkiSha256 === expected.key.spki_sha256) : keys[0]
    assert.ok(key, 'another key than expected')
    assertKeyFacts(key, expected.key ?? {})
    if (expected.certs) {
        assert.deepEqual(itemsOf(inspected, 'certificate').map((item) => item.sha256).sort(), [...expected.certs].sort(), 'certificates')
    }
    const caDer = caCertificateFor(key.spki)
    const made = await create(core, limit, { privateKey: octets, password, caCertificate: new Uint8Array(caDer), now: NOW })
    if (expected.outcome === 'warn' || (expected.outcome === 'either' && !made.ok)) assertClass(classesOf(made), expected)
    else assert.ok(made.ok, made.ok ? '' : `does not sign: ${made.error.code}`)
    if (made.ok) assertMade(made, caDer)
    if (expected.match === true) {
        const alone = await create(core, limit, { privateKey: octets, password })
        if (!alone.ok && expected.outcome === 'either') return assertClass(classesOf(alone), expected)
        assert.ok(alone.ok, alone.ok ? '' : `does not sign alone: ${alone.error.code}`)
        const ca = itemsOf(inspected, 'certificate').find((item) => item.sha1 === alone.value.caSha1)
        assert.ok([expected.key, expected.also_key].some((fact) => fact?.spki_sha256 === ca.spkiSha256), 'signed for another CA')
        assertMade(alone, Buffer.from(ca.der), { now: THEN, doubtful: expected.outcome !== 'ok' })
    } else if (expected.match === false) {
        const alone = await create(core, limit, { privateKey: octets, password })
        assert.equal(alone.ok, false, 'signed with a key that does not match')
        if (expected.errors) assertClass(classesOf(alone), expected)
    }
}

const keyOf = new Map()
for (const each of manifest.cases) {
    const { outcome, key } = each.expected
    if (outcome === 'ok' && each.password === null && each.inputs[0].role === 'key' && key?.spki_sha256) keyOf.set(key.spki_sha256, each.inputs[0])
}

/**
 * A CA certificate: a job with its own key, where the corpus has that. Elsewhere the checklist alone, which needs only the
 * public key, and so can be asked as if the private one were there.
 */
async function judgeCertificate(core, each, octets, limit) {
    const { expected } = each
    const inspected = await timed(limit, () => core.inspect(octets))
    const items = inspected.ok ? itemsOf(inspected, 'certificate') : []
    const own = keyOf.get(expected.cert?.spki_sha256 ?? items[0]?.spkiSha256)
    const privateKey = own ? octetsOf(own) : fixture('keys/p256-pkcs8.pem')
    const made = await create(core, limit, { privateKey, caCertificate: octets })
    const keys = items.length > 0 ? [new Uint8Array(certificateParts(items[0].der).spki)] : []
    const { findings } = core.check({ verificationCode: CODE, caCertificate: octets, keys, now: THEN })
    const classes = [...classesOf(own || !items.length ? made : { ok: true, findings }), ...categoriesOf(inspected)]
    if (made.ok) {
        assert.notEqual(expected.outcome, 'error', 'a certificate was made')
        const doubtful = expected.outcome !== 'ok' || each.id === 'cert-unknown-critical'
        assertMade(made, Buffer.from(items[0].der), { now: THEN, doubtful })
    }
    if (expected.outcome === 'error' || expected.outcome === 'warn') return assertClass(classes, expected)
    if (items.length === 0) {
        assert.equal(expected.outcome, 'either', `refused: ${classes.join()}`)
        return assertClass(classes, expected)
    }
    assertCertificateFacts(items[0], expected.cert ?? {})
    if (REFUSED_SINCE.has(each.id)) {
        assert.equal(made.error?.code, REFUSED_SINCE.get(each.id))
    } else if (own && !made.ok) {
        assert.equal(expected.outcome, 'either', `does not sign: ${classes.join()}`)
        assertClass(classes, expected)
    } else if (!own && expected.outcome === 'ok') {
        // Some of the third parties' CAs are real but weak: they load, and are not signed for.
        assert.deepEqual(findings.filter((finding) => finding.status === 'fail' && finding.category !== 'weak-key').map((finding) => finding.code), [])
    }
}

/** Key and certificate, or key and chain. */
async function judgePair(core, each, limit) {
    const { expected } = each
    const privateKey = octetsOf(each.inputs.find((input) => input.role === 'key'))
    const caCertificate = octetsOf(each.inputs.find((input) => input.role !== 'key'))
    const made = await create(core, limit, { privateKey, caCertificate, password: passwordOf(each) })
    if (!made.ok) {
        assert.notEqual(expected.outcome, 'ok', `refused: ${made.error.code}`)
        return assertClass([made.error.category], expected)
    }
    assert.notEqual(expected.outcome, 'error', 'a certificate was made')
    const items = itemsOf(await core.inspect(caCertificate), 'certificate')
    if (expected.certs_in_file) assert.deepEqual(items.map((item) => item.sha256), expected.certs_in_file)
    const ca = items.find((item) => item.sha1 === made.value.caSha1)
    const facts = expected.matching_cert ?? expected.cert
    if (facts) assertCertificateFacts(ca, facts)
    if (expected.match_index != null && expected.certs_in_file) assert.equal(ca.sha256, expected.certs_in_file[expected.match_index])
    assertMade(made, Buffer.from(ca.der), { now: THEN, doubtful: expected.outcome !== 'ok' })
}

function judge(core, each) {
    const limit = SLOW.has(each.category) && !each.tags?.includes('dos') ? SLOW_LIMIT : LIMIT
    if (each.inputs.length > 1) return judgePair(core, each, limit)
    const [input] = each.inputs
    const octets = octetsOf(input)
    return input.role === 'cert' ? judgeCertificate(core, each, octets, limit) : judgeKey(core, each, octets, limit)
}

const byCategory = new Map()
for (const each of manifest.cases) byCategory.set(each.category, [...(byCategory.get(each.category) ?? []), each])

async function judgeAll(t, cases, one) {
    const core = await loadCore()
    const troubles = []
    slowest = 0
    for (const each of cases) {
        try {
            await one(core, each)
        } catch (error) {
            troubles.push(`${each.id} (${each.level ?? 'must'}, ${each.expected.outcome}): ${error.message.split('\n').slice(0, 3).join(' ')}`)
        }
    }
    t.diagnostic(`${cases.length - troubles.length} of ${cases.length} as expected; the slowest job took ${slowest.toFixed(2)} s`)
    assert.equal(troubles.length, 0, `\n${troubles.join('\n')}`)
}

test('the corpus is there', { skip }, () => assert.ok(manifest.cases.length > 0))
for (const [category, cases] of byCategory) test(`corpus: ${category}`, (t) => judgeAll(t, cases, judge))

test('corpus: inputs too big to keep', { skip }, (t) => judgeAll(t, manifest.synthetic, async (core, each) => {
    const octets = new Uint8Array(Buffer.concat(each.recipe.map((part) => {
        const piece = part.ascii !== undefined ? Buffer.from(part.ascii)
            : part.file !== undefined ? readFileSync(join(folder, part.file)) : Buffer.from(part.repeat, 'hex')
        return Buffer.alloc(piece.length * (part.count ?? 1), piece)
    })))
    if (each.role === 'cert') await judgeCertificate(core, each, octets, LIMIT)
    else await judgeKey(core, each, octets, LIMIT)
}))

// The codes of the corpus: only what is refused or signed counts here; the exact findings are in verification-code.test.mjs.
test('corpus: verification codes', { skip: skip || (existsSync(join(folder, 'codes.json')) ? false : 'codes.json is not there') }, async (t) => {
    const core = await loadCore()
    const { codes } = JSON.parse(readFileSync(join(folder, 'codes.json'), 'utf8'))
    const caDer = Buffer.from(fixture('certs/ca-p256.der'))
    for (const { code, expect } of codes) {
        const result = await core.createVerificationCertificate({
            verificationCode: code, privateKey: fixture('keys/p256-pkcs8.pem'), caCertificate: fixture('certs/ca-p256.pem'),
        })
        const shown = JSON.stringify(code).slice(0, 40)
        if (expect === 'refuse') assert.equal(result.ok, false, shown)
        else if (expect === 'ok') assert.ok(result.ok, shown)
        if (!result.ok) continue
        if (expect.includes('warn') && !expect.startsWith('ok')) {
            assert.equal(result.findings.find((finding) => finding.id === 'code').status, 'warn', shown)
        }
        assert.equal(result.value.verificationCode, code.trim(), shown)
        assertCheckerAccepts(caDer, code.trim(), result.value.pem)
    }
    t.diagnostic(`${codes.length} codes`)
})
