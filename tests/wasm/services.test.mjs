// The service changes what is said and which rules hold; it never makes a name into a code. services/ is read as it is.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { assertWellFormed, created, loadCore, refused, request } from '../support/core.mjs'
import { CODE, fixture, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const folder = join(repository, 'services')
const names = readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5)).sort()
const services = names.map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))
const { nextSteps, services: listed } = await importSource('web/src/services/next-steps.ts', 'web/src/services/services.ts')
const { serviceIds } = await importSource('web/src/core/service-ids.ts')

const UUID = '2c8b5905-b34a-4b64-8112-f6c047ae065c'
const AWS_CODE = 'fb57b1ef'.repeat(8)

test('a file says what it is, and from where', () => {
    assert.deepEqual(services.map(({ id }) => id), names)
    assert.deepEqual([...listed].sort(), services.map(({ id }) => id))
    assert.deepEqual(serviceIds, services.map(({ id }) => id))
    for (const { id, name, title, code, where, path, commands, notes, sources } of services) {
        for (const text of [name, title, where, path, ...notes, ...sources]) assert.ok(text.length >= 3, `${id}: ${text}`)
        assert.ok(sources.length > 0 && notes.length > 0, id)
        assert.ok(code.least >= 1 && code.most <= 64 && code.least <= code.most, id)
        assert.match(path, /\{certificate\}/, id)
        for (const text of [path, ...commands.map((command) => command.text)]) {
            assert.doesNotMatch(text.replaceAll(/\{certificate\}|\{ca\}/g, '').replaceAll(/'\{verify_content: \$pem\}'|\{\\"certificate|\\"\}"/g, ''), /[{}]/, `${id}: ${text}`)
        }
        for (const { name, text } of commands) assert.ok(name !== '' && text !== '', id)
    }
})

test('each edition says what is said of a service but Azure, whose words the signer has itself: the same files, commands and notes', () => {
    for (const language of ['de', 'es', 'fr', 'ja', 'zh-Hans']) {
        const own = JSON.parse(readFileSync(join(repository, `web/src/texts/services/${language}.json`), 'utf8'))
        assert.deepEqual(Object.keys(own).sort(), names.filter((name) => name !== 'azure'))
        for (const { id, where, path, notes } of services.filter((service) => service.id !== 'azure')) {
            const given = own[id]
            assert.deepEqual(Object.keys(given), ['where', 'path', 'notes'], id)
            assert.equal(given.notes.length, notes.length, id)
            // Options, modes, numbers, what is filled in, and what a console calls itself in capitals stay as they are.
            const fixed = (text) => (text.match(/\{\w+\}|(?<= )--?\b[\w-]+|\b[A-Z_]{3,}(?:\.\d+)?\b|\b(?:aliyun|aws|scw|tccli|ziti) \w+/g) ?? []).sort()
            const pairs = [[where, given.where], [path, given.path], ...notes.map((note, at) => [note, given.notes[at]])]
            for (const [english, said] of pairs) {
                assert.deepEqual(fixed(said), fixed(english), `${language}, ${id}: ${said}`)
                assert.doesNotMatch(said, /[<>\n]|&\w+;/)
                assert.equal(said.trim(), said)
            }
        }
    }
})

test('no file name gets out of a command', () => {
    for (const service of serviceIds) {
        for (const name of ['a b.pem', '-rf', '$(id).pem', "'; id; '", 'a\nb', '"', '../x', '', 'ü.pem', '`id`']) {
            const { path, commands } = nextSteps(service, { certificateFile: name, caFile: name })
            const said = JSON.stringify([path, commands])
            assert.ok(name === '' || name === '"' || name === '-rf' || !said.includes(JSON.stringify(name).slice(1, -1)), `${service}: ${name}`)
            assert.doesNotMatch(said, /-rf|\{ca\}|\{certificate\}/)
        }
        const { commands } = nextSteps(service, { certificateFile: 'proof.pem', caFile: 'my-ca.crt' })
        if (commands.length > 0) assert.ok(commands.some(({ text }) => text.includes('proof.pem')), service)
    }
})

test('the code tells whose it may be', async () => {
    const core = await loadCore()
    const answers = core.checkCodes([CODE, AWS_CODE, UUID, `${UUID}2089abcd`, '9aB.c-D3xQ', 'Grüße'])
    assert.deepEqual(answers.map(({ service }) => service), ['azure', 'aws', null, null, null, null])
    assert.deepEqual(answers.map(({ services }) => services), [
        ['azure', 'azure-central'], ['alibaba-iot', 'aws'], ['huawei', 'scaleway', 'tencent-mqtt'], ['alibaba-mqtt'], ['openziti'], [],
    ])
})

test('a service that is named says whether the form is its own', async () => {
    const core = await loadCore()
    for (const [service, code, text] of [
        ['azure', CODE, 'code.pass'], ['azure-central', CODE, 'code.pass'], ['aws', AWS_CODE, 'code.pass'], ['huawei', UUID, 'code.service'],
        ['tencent-mqtt', UUID, 'code.service'], ['scaleway', UUID, 'code.service'], ['alibaba-mqtt', `${UUID}2089abcd`, 'code.service'],
        ['openziti', '9aB.c-D3xQ', 'code.service'], ['aws', CODE, 'CODE_OF_OTHER_SERVICE'], ['azure', AWS_CODE, 'CODE_OF_OTHER_SERVICE'],
        ['huawei', CODE, 'CODE_OF_OTHER_SERVICE'], ['openziti', UUID, 'CODE_OF_OTHER_SERVICE'],
    ]) {
        const [checked] = core.checkCodes([code], 'program', service)
        assert.equal(checked.finding.text, text, `${service}: ${code}`)
        assert.equal(checked.service, service)
        assert.equal(core.check({ verificationCode: code, service, keys: [] }).findings[0].text, text)
        if (text === 'CODE_OF_OTHER_SERVICE') assertWellFormed(checked.finding)
    }
})

test('no service makes a name into a code', async () => {
    const core = await loadCore()
    const codes = [CODE, CODE.toLowerCase(), AWS_CODE, UUID, 'pump-1.plant', 'admin', '9aB.c-D3xQ', 'a b', '', 'x'.repeat(65), 'a\u202eb', `${UUID}00`]
    for (const origin of ['program', 'person', 'given']) {
        const bare = core.checkCodes(codes, origin)
        for (const service of serviceIds) {
            core.checkCodes(codes, origin, service).forEach((checked, at) => {
                const name = `${origin}, ${service}: ${codes[at]}`
                assert.equal(checked.finding.status === 'fail', bare[at].finding.status === 'fail', name)
                assert.equal(checked.needsConfirmation, bare[at].needsConfirmation, name)
                assert.equal(checked.verificationCode, bare[at].verificationCode, name)
            })
        }
    }
    for (const service of serviceIds) {
        assert.equal((await refused(request({ verificationCode: 'admin', codeOrigin: 'person', service }))).code, 'CODE_UNCONFIRMED')
        assert.equal((await refused(request({ verificationCode: 'admin', codeOrigin: 'given', codesConfirmed: true, service }))).field, 'verificationCode')
    }
})

test('keys of a CA: each service is known to take others', async () => {
    const algorithm = async (ca, changes) => (await created(request({ ca, ...changes }))).findings.find(({ id }) => id === 'algorithm')
    for (const [ca, changes, text] of [
        ['p384', {}, 'ALGORITHM_UNPROVEN'], ['p384', { verificationCode: AWS_CODE }, 'algorithm.pass'], ['p521', { service: 'aws' }, 'algorithm.pass'],
        ['p256', { service: 'huawei', verificationCode: UUID }, 'ALGORITHM_UNDOCUMENTED'], ['rsa2048', { service: 'huawei', verificationCode: UUID }, 'algorithm.pass'],
        ['p521', { service: 'openziti', verificationCode: '9aB.c-D3xQ' }, 'algorithm.pass'], ['p384', { service: 'azure-central' }, 'ALGORITHM_UNPROVEN'],
    ]) {
        const finding = await algorithm(ca, changes)
        assert.equal(finding.text, text, JSON.stringify([ca, changes]))
        if (finding.status !== 'pass') assertWellFormed(finding)
    }
})

test('of many codes the rules of AWS hold where all are of AWS', async () => {
    const core = await loadCore()
    const job = { caCertificate: fixture('device/root-silent.pem'), privateKey: fixture('device/root.key') }
    const other = 'ab57b1ef'.repeat(8)
    const saidOfCa = (changes) => core.createVerificationCertificates({ ...job, ...changes }).findings.find(({ id }) => id === 'ca').text
    assert.equal(saidOfCa({ verificationCodes: [AWS_CODE, other] }), 'SERVICE_WANTS_BASIC_CONSTRAINTS')
    assert.notEqual(saidOfCa({ verificationCodes: [AWS_CODE, CODE] }), 'SERVICE_WANTS_BASIC_CONSTRAINTS')
    assert.equal(saidOfCa({ verificationCodes: [AWS_CODE, CODE], service: 'aws' }), 'SERVICE_WANTS_BASIC_CONSTRAINTS')
})

test('a service that nobody knows is a wrong argument', async () => {
    const core = await loadCore()
    for (const service of ['', 'Azure', 'google', 5, {}]) {
        assert.equal((await refused(request({ service }))).code, 'INVALID_ARGUMENT')
        assert.equal(core.check({ keys: [], service }).findings[0].code, 'INVALID_ARGUMENT')
    }
})
