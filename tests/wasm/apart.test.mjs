// What the core knows apart is asked apart: the raw module's checkCodes and checkCa say what check says of the same input.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { CODE, fixture, repository } from '../support/fixtures.mjs'

const folder = join(repository, 'build', 'wasm')
const { default: createPopcertCore } = await import(pathToFileURL(join(folder, 'popcert-core.mjs')))
const core = await createPopcertCore({ wasmBinary: readFileSync(join(folder, 'popcert-core.wasm')) })
const now = Math.floor(Date.now() / 1000)
const checked = (changes) => core.check({ verificationCode: '', keys: [], now, ...changes })

test('checkCodes: one answer for each code, as check gives it', () => {
    const codes = [CODE, ` ${CODE}\n`, CODE.toLowerCase(), 'device-0042', '', 'Gerät 7', 'a\u200bb', 'x'.repeat(65), 'a'.repeat(64)]
    for (const origin of ['program', 'person', 'given']) {
        const answers = core.checkCodes(codes, origin, undefined, undefined)
        assert.equal(answers.length, codes.length)
        for (const [at, verificationCode] of codes.entries()) {
            const whole = checked({ verificationCode, codeOrigin: origin })
            const { finding, ...rest } = answers[at]
            assert.deepEqual(finding, whole.findings.find(({ id }) => id === 'code'), verificationCode)
            assert.deepEqual(rest, { verificationCode: whole.verificationCode, service: whole.service, services: whole.services, needsConfirmation: whole.needsConfirmation })
        }
    }
    assert.deepEqual(core.checkCodes([], 'person', undefined, undefined), [])
    assert.deepEqual(core.checkCodes(['device-0042'], undefined, undefined, undefined)[0], core.checkCodes(['device-0042'], 'program', undefined, undefined)[0])
})

test('checkCa: what check says of the CA without key, code and period', () => {
    const files = ['certs/ca-p256.pem', 'certs/ca-p384.pem', 'certs/ca-rsa2048.der', 'chains/same-key-twice.pem', 'chains/shuffled.pem',
        'keys/p256-pkcs8.pem', 'bad/noise', 'wrong/crl.pem', null]
    for (const file of files) {
        const caCertificate = file === null ? new Uint8Array() : fixture(file)
        for (const caOrigin of ['program', 'person', 'given']) {
            const { findings } = core.checkCa({ caCertificate, now, caOrigin })
            const whole = checked({ caCertificate, caOrigin })
            if (file === null) assert.equal(findings[0].code, 'INPUT_EMPTY')
            assert.deepEqual(findings, whole.findings.filter(({ field }) => field === 'caCertificate'), file)
            assert.ok(findings.length > 0, file)
        }
    }
    assert.equal(core.checkCa({ caCertificate: fixture('certs/ca-p256.pem'), now: 1e300 }).findings[0].code, 'TIME_UNUSABLE')
})

test('no CA chosen is not a CA’s file with nothing in it', () => {
    const ofCa = ({ findings }) => findings.filter(({ field }) => field === 'caCertificate').map(({ code }) => code)
    assert.deepEqual(ofCa(checked({})), [])
    assert.deepEqual(ofCa(checked({ caCertificate: new Uint8Array() })), ['INPUT_EMPTY'])
})
