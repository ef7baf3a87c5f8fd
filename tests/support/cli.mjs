/** What tests of the command give it, and how they judge what it makes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

import { assertCheckerAccepts } from './checker.mjs'
import { CODE, fixture, fixturePath } from './fixtures.mjs'
import { openssl } from './openssl.mjs'
import { assertOpensslAccepts } from './verification.mjs'

export const key = (name) => fixturePath(`keys/${name}-pkcs8.pem`)
export const ca = (name) => fixturePath(`certs/ca-${name}.pem`)
export const make = (name, ...more) => ['create', '--code', CODE, '--key', key(name), '--ca', ca(name), ...more]

export const derOf = (pem) => openssl(['x509', '-outform', 'DER'], pem)

/** A certificate of the CA `name` for the code. */
export function assertSound(pem, name = 'p256', code = CODE) {
    assertOpensslAccepts(fixture(`certs/ca-${name}.der`), derOf(pem))
    assertCheckerAccepts(fixture(`certs/ca-${name}.der`), code, pem)
}

/** A folder that goes when the tests of this file have ended, and paths in it. */
export function ownFolder(name) {
    const folder = mkdtempSync(join(tmpdir(), `popcert-${name}-`))
    after(() => rmSync(folder, { recursive: true, force: true }))
    return { folder, path: (file) => join(folder, file) }
}
