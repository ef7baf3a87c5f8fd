// Makes a verification certificate without a page: the key is read by this process, and never leaves it.
//   node make-certificate.mjs --code CODE --key ca.key.pem --ca ca.cert.pem > verification.pem
// A password is taken from the variable POPCERT_PASSWORD, where no list of processes shows it.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { loadCore } from 'popcert'

const { values } = parseArgs({ options: { code: { type: 'string' }, key: { type: 'string' }, ca: { type: 'string' } } })
if (!values.code || !values.key) {
    console.error('--code and --key are needed; --ca too, unless the file of the key holds the certificate.')
    process.exit(2)
}

const core = await loadCore()
const privateKey = new Uint8Array(await readFile(values.key))
const result = core.createVerificationCertificate({
    verificationCode: values.code,
    privateKey,
    password: process.env.POPCERT_PASSWORD,
    caCertificate: values.ca && new Uint8Array(await readFile(values.ca)),
})
privateKey.fill(0)

for (const { status, message, hint } of result.findings) if (status !== 'pass') console.error(`${status}: ${message} ${hint}`)
if (result.ok) process.stdout.write(result.value.pem)
else {
    console.error(`${result.error.code}: ${result.error.message} ${result.error.hint}`)
    process.exitCode = 1
}
