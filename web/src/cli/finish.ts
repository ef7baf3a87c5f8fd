import { octetsOf } from '../core/octets'
import { forceOption, jsonOption, type Command } from './command'
import { written } from './create'
import { exits } from './exit'
import { ofCore, usage } from './failure'
import { readOctets } from './files'
import { json, sayWarnings, visible } from './output'
import { readPrepared } from './prepared-file'

export const finish: Command = {
    name: 'finish',
    summary: 'make the certificate of what was prepared and the signature that came back',
    usage: 'NAME.popcert.json --signature FILE [--out FILE]',
    help: 'The signature may be octets, base64, hexadecimal digits, or the JSON that a service answered with; an ECDSA signature in DER or as r and s '
        + 'side by side. It is verified under the CA’s public key before anything is written. If it does not hold, the error says which mistake was made: '
        + 'another key, another hash, PSS, a digest that was hashed again, and so on.',
    examples: [
        'popcert finish proof.popcert.json --signature proof.sig --out verification.pem',
        'aws kms sign … | popcert finish proof.popcert.json --signature - > verification.pem',
    ],
    options: [
        { name: 'signature', value: 'FILE', text: 'what the device or service gave back; - is the standard input', complete: 'file' },
        { name: 'out', value: 'FILE', text: 'where the certificate goes; the standard output where absent', complete: 'file' },
        { name: 'der', text: 'octets in DER instead of PEM' },
        forceOption, jsonOption,
    ],
    mostRest: 1,
    async run(options, { output, core: load }) {
        const [file] = options.rest
        if (file === undefined) throw usage('No file is named.', 'It is the one that prepare wrote: popcert finish proof.popcert.json --signature proof.sig')
        const signatureFile = options.needed('signature', 'What the device or service gave back: --signature proof.sig')
        const { verificationCode, caCertificate, tbs } = readPrepared(await readOctets(file, 'what was prepared'))
        const signature = await readOctets(signatureFile, 'the signature')
        const core = await load()
        const made = core.finish({ verificationCode, caCertificate: octetsOf(caCertificate), tbs, signature })
        signature.fill(0)  // in case it was a key
        if (!made.ok) throw ofCore(made.error, made.findings)
        const out = await written(made.value, options, options.one('out'), output, false)
        if (options.has('json')) {
            output.write(json({ ok: true, file: out, certificate: made.value, findings: made.findings }))
            return exits.done
        }
        sayWarnings(output, made.findings)
        for (const { text, message } of made.findings) if (text === 'signature.read') output.say(visible(message))
        if (out !== null) output.say(`Made ${visible(out)}, valid until ${made.value.notAfter.toISOString().slice(0, 10)}, for the code ${visible(made.value.verificationCode)}.`)
        return exits.done
    },
}
