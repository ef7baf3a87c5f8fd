import { caOption, jsonOption, serviceIn, serviceOption, thumbprintOption, type Command } from './command'
import { exits } from './exit'
import { ofFindings, usage } from './failure'
import { readOctets } from './files'
import { findingLines, json } from './output'

export const judge: Command = {
    name: 'judge',
    summary: 'say whether a service would take a verification certificate that another tool made',
    usage: 'FILE --code CODE --ca FILE',
    help: 'Every reason for which the service would refuse it: another name than the code, another issuer, a signature that is not the CA key’s, '
        + 'dates; and the checklist of the CA. Ends with 0 where nothing fails, and with 1 where something does. What is doubtful is a warning.',
    examples: ['popcert judge verification.pem --code 7D07… --ca ca.cert.pem', 'popcert judge from-the-pki-team.p7b --code 7D07… --ca ca.cert.pem --json'],
    options: [
        { name: 'code', value: 'CODE', text: 'the verification code, as the service shows it' },
        { ...caOption, text: 'the CA certificate as it was uploaded, or a chain with it' }, thumbprintOption, serviceOption, jsonOption,
    ],
    mostRest: 1,
    async run(options, { output, core: load }) {
        const [file] = options.rest
        if (file === undefined) throw usage('No file is named.', 'Such as: popcert judge verification.pem --code 7D07… --ca ca.cert.pem')
        const verificationCode = options.needed('code', 'It is what the service shows after “Generate verification code”.')
        const caFile = options.needed('ca', 'The CA certificate that was uploaded: --ca ca.cert.pem')
        const certificate = await readOctets(file, 'the certificate')
        const caCertificate = await readOctets(caFile, 'the CA certificate')
        const core = await load()
        const result = core.judge({ certificate, caCertificate, verificationCode, service: serviceIn(options), caOrigin: 'person', caSha1: options.one('ca-sha1') })
        if (result.certificate === null) throw ofFindings(result.findings)
        const { accepted, findings } = result
        if (options.has('json')) output.write(json({ ok: accepted, certificate: result.certificate, ca: result.ca, findings }))
        else output.write(findingLines(findings).map((line) => `${line}\n`).join(''))
        return accepted ? exits.done : exits.no
    },
}
