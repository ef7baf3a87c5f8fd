/** The independent checker of verification certificates, which is not part of this repository. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { repository } from './fixtures.mjs'
import { run, temporaryFile } from './openssl.mjs'

const checker = join(repository, '..', 'shared', 'tools', 'check-verification-cert')
export const hasChecker = existsSync(checker)
/** What to give a test as `skip`. */
export const withoutChecker = hasChecker ? false : 'the independent checker (../shared/tools) is not here: OpenSSL alone judged'

// Whoever asks for this judge without a `skip` of his own says aloud that it was missing, in each file once.
if (!hasChecker) test('what is made here satisfies the independent checker', { skip: withoutChecker })

const toPem = (der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** Its verdict; null where it is not there. */
export function checkerVerdict(caDer, code, certificate, options = []) {
    if (!hasChecker) return null
    const done = run(checker, ['--ca', temporaryFile(toPem(caDer), '.pem'), '--code-file', temporaryFile(code), '--cert',
        temporaryFile(certificate), ...options])
    assert.ok([0, 1].includes(done.status), done.stderr + done.stdout)
    return { accepted: done.status === 0, said: done.stdout.toString() }
}

export function assertCheckerAccepts(caDer, code, certificate, options) {
    const verdict = checkerVerdict(caDer, code, certificate, options)
    if (verdict !== null) assert.ok(verdict.accepted, verdict.said)
}
