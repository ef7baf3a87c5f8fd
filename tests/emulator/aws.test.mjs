// What the signer tells people of AWS to type, by the real command line against a double of the service; the double is made from
// AWS's documents, and nobody has seen these certificates at AWS itself.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { runAsync } from '../support/aws.mjs'
import { loadCore } from '../support/core.mjs'
import { fixture, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'
import { AwsDouble } from './aws-double.mjs'

const { nextSteps, wordsOf } = await importSource('web/src/services/next-steps.ts', 'web/src/services/services.ts')
const version = /aws-cli\/(\d+)\.(\d+)\.(\d+)/.exec(spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout ?? '')
const skip = version === null ? 'the aws command line is not here: the commands of AWS were not tried' : false

suite('the commands of AWS', { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'popcert-aws-'))
    const double = new AwsDouble()
    let address

    before(async () => { address = await double.start() })
    after(async () => {
        await double.stop()
        rmSync(folder, { recursive: true, force: true })
    })

    /** A command as it stands on the page, with what a person fills in. endpoint: the double; without it the parser alone judges. */
    const type = (command, more = '') => runAsync('sh', ['-c', `${command.replaceAll('REGION', 'eu-central-1')} ${more}`], {
        cwd: folder,
        env: {
            PATH: process.env.PATH, HOME: folder, AWS_ACCESS_KEY_ID: 'double', AWS_SECRET_ACCESS_KEY: 'double', AWS_ENDPOINT_URL: address,
            AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '',
        },
    })
    const here = () => `--endpoint-url ${address} --no-cli-pager`.replace(version[1] === '1' ? ' --no-cli-pager' : '', '')

    const save = (name, text) => writeFileSync(join(folder, name), text)
    const commandsFor = (certificateFile, caFile) => Object.fromEntries(nextSteps('aws', { certificateFile, caFile }).commands.map(({ name, text }) => [name, text]))

    async function signed(ca, verificationCode) {
        const core = await loadCore()
        const made = core.createVerificationCertificate({
            verificationCode, service: 'aws', caCertificate: fixture(`certs/ca-${ca}.pem`), privateKey: fixture(`keys/${ca}-pkcs8.pem`),
        })
        assert.ok(made.ok, made.error?.message)
        save(`ca-${ca}.pem`, fixture(`certs/ca-${ca}.pem`))
        save(`${made.value.fileName}.pem`, made.value.pem)
        return { file: `${made.value.fileName}.pem`, findings: made.findings, ca: `ca-${ca}.pem` }
    }

    const fetchCode = async () => (await type(wordsOf('aws').where, here())).stdout.trim()

    test('the code is fetched, and recognised', async () => {
        const { stdout, stderr } = await type(wordsOf('aws').where, here())
        assert.match(stdout, /^[0-9a-f]{64}\n$/, stderr)
        const core = await loadCore()
        const [checked] = core.checkCodes([stdout.trim()])
        assert.equal(checked.service, 'aws')
        assert.equal(checked.finding.status, 'pass')
    })

    for (const ca of ['rsa2048', 'p256', 'p384', 'p521']) {
        test(`a CA with ${ca} is registered by the command on the page`, async () => {
            const { file, ca: caFile, findings } = await signed(ca, await fetchCode())
            assert.deepEqual(findings.filter(({ status }) => status !== 'pass'), [])
            const commands = commandsFor(file, caFile)
            const { status, stdout, stderr } = await type(commands['AWS CLI'], `${here()} --output json`)
            assert.equal(status, 0, stderr)
            const { certificateId } = JSON.parse(stdout)
            assert.deepEqual(double.registered.get(certificateId), { mode: 'DEFAULT', status: 'ACTIVE', autoRegistration: 'ENABLE' })
            // Later, and once more.
            double.registered.get(certificateId).status = 'INACTIVE'
            const later = await type(commands['AWS CLI · later'].replace('ID', certificateId), here())
            assert.equal(later.status, 0, later.stderr)
            assert.equal(double.registered.get(certificateId).status, 'ACTIVE')
            const again = await type(commands['AWS CLI'], here())
            assert.match(again.stderr, /ResourceAlreadyExistsException/)
        })
    }

    test('another code, and another CA, are refused with the words of the reference', async () => {
        await fetchCode()
        const wrongCode = await signed('rsa3072', 'fb57b1ef'.repeat(8))
        const refusedCode = await type(commandsFor(wrongCode.file, wrongCode.ca)['AWS CLI'], here())
        assert.match(refusedCode.stderr, /RegistrationCodeValidationException.*The registration code is invalid\./s)
        const { file } = await signed('rsa4096', await fetchCode())
        const refusedCa = await type(commandsFor(file, wrongCode.ca)['AWS CLI'], here())
        assert.match(refusedCa.stderr, /CertificateValidationException.*The certificate is invalid\./s)
    })

    test('SNI_ONLY needs no proof, and takes none', async () => {
        const { file, ca } = await signed('rsa3072', await fetchCode())
        const bare = commandsFor(file, ca)['AWS CLI · without any proof']
        const withProof = await type(bare, `--verification-certificate file://${file} ${here()}`)
        assert.match(withProof.stderr, /InvalidRequestException/)
        const done = await type(bare, `${here()} --output json`)
        assert.equal(done.status, 0, done.stderr)
        assert.equal(double.registered.get(JSON.parse(done.stdout).certificateId).mode, 'SNI_ONLY')
    })

    test('a CA that does not say that it is one: AWS refuses it, and popcert says so before', async () => {
        const core = await loadCore()
        for (const name of ['root-silent', 'root-v1']) {
            const job = { caCertificate: fixture(`device/${name}.pem`), privateKey: fixture('device/root.key') }
            const verificationCode = await fetchCode()
            // By the code's form alone, and named.
            for (const service of [undefined, 'aws']) {
                const { findings } = core.createVerificationCertificate({ ...job, verificationCode, service })
                const said = findings.find(({ id }) => id === 'ca')
                assert.deepEqual([said.status, said.text], ['warn', 'SERVICE_WANTS_BASIC_CONSTRAINTS'])
                assert.match(said.message, /^AWS refuses/)
            }
            save('silent.pem', fixture(`device/${name}.pem`))
            const { stderr } = await type(commandsFor('none.pem', 'silent.pem')['AWS CLI · without any proof'], here())
            assert.match(stderr, /basicConstraints/)
            // Azure was recorded to take it.
            const made = core.createVerificationCertificate({ ...job, verificationCode: readFileSync(join(repository, 'tests/fuzz/corpus/code/azure'), 'utf8').trim() })
            assert.ok(made.ok, made.error?.message)
        }
    })

    test('the real parser knows every option, and a wrong one is seen', async () => {
        for (const [name, command] of Object.entries(commandsFor('verification.pem', 'ca.pem'))) {
            save('ca.pem', fixture('certs/ca-p256.pem'))
            save('verification.pem', fixture('certs/ca-p256.pem'))
            const { stderr } = await type(command.replace(/\bID\b/, '0'.repeat(64)), here())
            assert.doesNotMatch(stderr, /Unknown options|usage:|required/i, `${name}: ${stderr}`)
            const typo = await type(`${command.replace(/\bID\b/, '0'.repeat(64))} --set-as-actve`, here())
            assert.match(typo.stderr, /Unknown options/)
        }
    })
})
