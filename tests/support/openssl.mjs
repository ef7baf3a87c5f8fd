/** The OpenSSL command line as a judge: it shares no code with what it judges. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'popcert-test-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** Writes octets or text to a file of its own that goes away with the process; the path is the result. */
export function temporaryFile(content, ending = '') {
    const path = join(folder, `${++files}${ending}`)
    writeFileSync(path, content)
    return path
}
export const temporaryFolder = folder

/** @returns {{ status: number, stdout: Buffer, stderr: string }} never throws for a verdict */
export function run(command, args, input) {
    const done = spawnSync(command, args, { input, maxBuffer: 1 << 26 })
    if (done.error) throw done.error
    return { status: done.status, stdout: done.stdout, stderr: done.stderr.toString() }
}

/** The output of a command that has to succeed. */
export function openssl(args, input) {
    const done = run('openssl', args, input)
    if (done.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${done.stderr}`)
    return done.stdout
}

export const hasCommand = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

export const sha256 = (octets) => createHash('sha256').update(octets).digest('hex')
export const sha1 = (octets) => createHash('sha1').update(octets).digest('hex')

/** SHA-256 over the SubjectPublicKeyInfo of a certificate's key, as OpenSSL writes it again. */
export function spkiSha256OfCertificate(der) {
    const pem = openssl(['x509', '-inform', 'DER', '-noout', '-pubkey'], der)
    return sha256(openssl(['pkey', '-pubin', '-outform', 'DER'], pem))
}

const oneLine = (text) => text.trim().replace(/\s+/g, ' ')

/** What `openssl x509` says of a certificate in DER. */
export function certificateFacts(der) {
    const text = openssl(
        ['x509', '-inform', 'DER', '-noout', '-serial', '-startdate', '-enddate', '-fingerprint', '-sha256', '-text',
            '-dateopt', 'iso_8601'], der).toString()
    const line = (pattern) => oneLine(pattern.exec(text)?.[1] ?? '')
    const date = (pattern) => new Date(line(pattern).replace(' ', 'T'))
    return {
        text,
        version: Number(line(/Version: (\d)/)),
        serial: line(/^serial=(.*)$/m).toLowerCase(),
        notBefore: date(/^notBefore=(.*)$/m),
        notAfter: date(/^notAfter=(.*)$/m),
        sha256: line(/Fingerprint=(.*)$/m).replaceAll(':', '').toLowerCase(),
        bits: Number(line(/Public-Key: \((\d+) bit/)),
        isCa: /CA:TRUE/.test(text),
        signatureAlgorithm: line(/Signature Algorithm: (.*)/),
        extensions: extensionsOf(text),
    }
}

/** Name -> { critical, value }, in the order of the certificate. */
function extensionsOf(text) {
    const found = {}
    const part = /X509v3 extensions:\n([\s\S]*?)\n {4}Signature Algorithm/.exec(text)
    for (const [, name, critical, value] of part?.[1].matchAll(/^ {12}(\S[^:\n]*): ?(critical)?\n((?: {16}.*\n?)*)/gm) ?? []) {
        found[name] = { critical: critical !== undefined, value: oneLine(value) }
    }
    return found
}

/**
 * Whether OpenSSL accepts a certificate under a CA's. -partial_chain: an intermediate is trusted as it stands;
 * times are judged apart, by the facts.
 */
export function opensslVerify(caPem, certificatePem, options = ['-no_check_time']) {
    const done = run('openssl', ['verify', '-partial_chain', ...options, '-CAfile', temporaryFile(caPem, '.pem'),
        temporaryFile(certificatePem, '.pem')])
    return { accepted: done.status === 0, said: done.stdout.toString() + done.stderr }
}
