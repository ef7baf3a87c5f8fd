// What people had in their hands, rebuilt: every input of the folder `field` beside the repository, where that is there.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { assertWellFormed, itemsOf, loadCore } from '../support/core.mjs'
import { CODE, fixture, repository } from '../support/fixtures.mjs'
import { assertSignedBy, caCertificateFor } from '../support/verification.mjs'

const folder = join(repository, '..', 'shared', 'field')
const skip = existsSync(folder) ? false : 'shared/field is not there: none of its inputs were tried'
const kinds = skip ? [] : readdirSync(folder).filter((kind) => existsSync(join(folder, kind, 'manifest.json')))

// The inputs were made in 2026; their certificates are not to expire under the tests.
const now = new Date('2026-11-28T00:00:00Z')

/** All that a person reads about a job: of its error, and of what it found. */
const wordsOf = (result) => [
    ...(result.ok ? [] : [result.error]), ...(result.findings ?? []).filter(({ status }) => status !== 'pass'),
].map(({ message, hint }) => `${message} ${hint}`).join('\n')

function made(result, caDer) {
    assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`)
    assertSignedBy(Buffer.from(caDer), result.value.der)
}

/** The job in which an input is what it is for, with what the manifest gives it, or else what fits. */
async function jobOf(core, each, kind) {
    const read = (file) => new Uint8Array(readFileSync(join(folder, kind, file)))
    const octets = read(each.file)
    const input = { verificationCode: each.code ?? CODE, password: each.password, now }
    const own = Object.fromEntries(Object.entries(each.with ?? {}).map(([role, file]) => [role, read(file)]))
    if (each.role === 'code') {
        return { ...input, verificationCode: Buffer.from(octets).toString('utf8'), privateKey: own.key, caCertificate: own.cert }
    }
    if (each.role === 'bundle') return { ...input, privateKey: octets }
    if (each.role === 'key') {
        const [key] = (await keysOf(core, octets, each.password))
        const caCertificate = own.cert ?? (key ? new Uint8Array(caCertificateFor(key.spki)) : fixture('certs/ca-p256.pem'))
        return { ...input, privateKey: octets, caCertificate, ...(own.cert ? {} : { now: undefined }) }
    }
    return { ...input, privateKey: own.key ?? fixture('keys/p256-pkcs8.pem'), caCertificate: octets }
}

async function keysOf(core, octets, password) {
    const inspected = core.inspect(octets, { password })
    return inspected.ok ? itemsOf(inspected, 'privateKey') : []
}

function judgeError(result, each) {
    if (result.ok && each.or_ok) return
    assert.equal(result.ok, false, 'it was taken')
    assertWellFormed(result.error)
    if (each.says) assert.match(wordsOf(result), new RegExp(each.says, 'i'))
}

async function judge(core, each, kind) {
    if (each.role === 'chain') {
        const octets = new Uint8Array(readFileSync(join(folder, kind, each.file)))
        const { value: { items: [anchor] } } = core.inspect(new Uint8Array(readFileSync(join(folder, kind, each.with.anchor))))
        const checked = core.checkChain({ certificates: octets, anchors: [{ sha1: anchor.sha1, verified: true }], now })
        assert.notEqual(checked.ok && checked.value.verdict.status, 'pass')
        return assert.match(JSON.stringify(checked.ok ? checked.value.verdict : checked.error), new RegExp(each.says))
    }
    const job = await jobOf(core, each, kind)
    const result = core.createVerificationCertificate(job)
    if (each.expected === 'error') return judgeError(result, each)
    if (each.or_says && !result.ok) return assert.match(wordsOf(result), new RegExp(each.or_says, 'i'))
    if (each.role === 'cert' && !each.with) {
        // There is no key to it: it is read, and the one thing that is missing is that key.
        const inspected = core.inspect(job.caCertificate, { wanted: 'caCertificate' })
        assert.ok(inspected.ok, inspected.error?.code)
        return assert.match(result.error.category, /key-cert-mismatch/)
    }
    const { value: { items } } = core.inspect(job.caCertificate ?? job.privateKey, { password: job.password })
    const ca = items.find(({ kind: found, sha1 }) => found === 'certificate' && sha1 === result.value?.caSha1)
    // What a device was given is read, and is no CA.
    if (!result.ok && result.error.category === 'cert-not-ca') return assert.ok(items.some(({ kind: found }) => found === 'privateKey'))
    made(result, ca?.der ?? job.caCertificate)
    if (each.code) assert.equal(result.value.verificationCode, each.code)
    if (each.finding === 'warn') assert.ok(result.findings.some(({ status }) => status === 'warn'), 'nothing is said')
    if (each.finding === 'pass') assert.equal(result.findings.find(({ id }) => id === 'algorithm').status, 'pass')
    if (each.says) assert.match(wordsOf(result), new RegExp(each.says, 'i'))
}

test('the inputs are there', { skip }, () => assert.ok(kinds.length > 0))
// Rules about CAs and devices, not about how something is read.
const notHere = new Set([])
for (const kind of kinds) {
    for (const each of JSON.parse(readFileSync(join(folder, kind, 'manifest.json'), 'utf8'))) {
        test(`field: ${kind}, ${each.file}`, { skip: notHere.has(kind) && 'judged by the rules, not here' }, async () => judge(await loadCore(), each, kind))
    }
}
