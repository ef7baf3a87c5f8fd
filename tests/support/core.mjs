/** The package as an embedding program uses it. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { CODE, dist, fixture } from './fixtures.mjs'

const file = join(dist, 'popcert', 'index.js')
if (!existsSync(file)) throw new Error('dist/popcert is missing: run ./dev build first')

let loaded
export const loadCore = async () => (loaded ??= await (await import(pathToFileURL(file).href)).loadCore())

/** A job that succeeds; a test replaces what it is about. */
export function request(changes = {}) {
    const { ca = 'p256', ...rest } = changes
    return {
        verificationCode: CODE,
        caCertificate: fixture(`certs/ca-${ca}.pem`),
        privateKey: fixture(`keys/${ca}-pkcs8.pem`),
        ...rest,
    }
}

/** The value of a job that has to succeed. */
export async function created(input) {
    const result = await (await loadCore()).createVerificationCertificate(input)
    assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`)
    return { ...result.value, findings: result.findings }
}

/** The error of a job that has to fail. */
export async function refused(input) {
    const result = await (await loadCore()).createVerificationCertificate(input)
    assert.equal(result.ok, false, 'a certificate was made')
    return { ...result.error, findings: result.findings }
}

const CATEGORIES = new Set([
    'empty-input', 'not-recognized', 'truncated', 'malformed', 'trailing-data', 'unsupported-algorithm', 'password-required',
    'wrong-password', 'kdf-limit', 'limit', 'wrong-object', 'no-private-key', 'no-certificate', 'ambiguous', 'invalid-key',
    'weak-key', 'key-cert-mismatch', 'cert-not-ca', 'cert-no-keycertsign', 'cert-expired', 'cert-not-yet-valid',
    'invalid-request', 'internal',
])

/** What every error has to be: named, in a known category, one sentence for people, nothing left to be filled in. */
export function assertWellFormed(error) {
    assert.match(error.code, /^[A-Z][A-Z0-9_]+$/)
    assert.ok(CATEGORIES.has(error.category), `category ${error.category}`)
    assert.notEqual(error.category, 'internal', error.code)
    assert.match(error.message, /^\S.*[.!?]$/s)
    assert.doesNotMatch(error.message + error.hint, /\{[a-z]+\}|undefined|NaN|INTERNAL/)
    assert.equal(typeof error.hint, 'string')
}

/** Every category that an inspection reports: of the whole file, or of the things in it that cannot be used. */
export const categoriesOf = (inspected) =>
    inspected.ok ? inspected.value.items.filter((item) => item.error).map((item) => item.error.category) : [inspected.error.category]

export const itemsOf = (inspected, kind) => inspected.value.items.filter((item) => item.kind === kind)
