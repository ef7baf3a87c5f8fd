import { caOption, jsonOption, keyOption, passwordOptions, serviceIn, serviceOption, type Command } from './command'
import { checked, withSigningInput } from './core'
import { exits } from './exit'
import { ofFindings, usage } from './failure'
import { readOctets } from './files'
import { findingLines, json } from './output'
import { Password } from './password'

export const check: Command = {
    name: 'check',
    summary: 'run the checklist without signing anything',
    usage: '[--code CODE] [--ca FILE] [--key FILE]',
    help: 'Every reason for which the service would refuse, as far as the inputs are there. Ends with 0 where code, CA and key are there and '
        + 'nothing fails, and otherwise with the exit of the first failure.',
    examples: ['popcert check --code 7D07… --ca ca.cert.pem --key ca.key.pem', 'popcert check --ca ca.cert.pem      # only the CA'],
    options: [
        { name: 'code', value: 'CODE', text: 'the verification code' }, caOption, keyOption, serviceOption, jsonOption, ...passwordOptions,
    ],
    async run(options, { output, core: load }) {
        const [code, keyFile, caFile] = [options.one('code'), options.one('key'), options.one('ca')]
        if (code === undefined && keyFile === undefined && caFile === undefined) throw usage('There is nothing to check.', 'Give at least one of --code, --ca and --key.')
        const service = serviceIn(options)
        const core = await load()
        const { ready, needsConfirmation, service: named, findings } = keyFile === undefined
            ? checked(core, code, { keys: [], keyFileCertificates: [], caCertificate: caFile === undefined ? undefined : await readOctets(caFile, 'the CA certificate') }, service)
            : await withSigningInput(core, keyFile, caFile, new Password(options), (input) => checked(core, code, input, service))
        const failed = findings.some(({ status }) => status === 'fail')
        // What was left out is not what fails.
        const isPart = code === undefined || keyFile === undefined
        const ok = !failed && (ready || isPart)
        const exit = failed ? ofFindings(findings).exit : ok ? exits.done : exits.no
        if (options.has('json')) output.write(json({ ok, ready, needsConfirmation, service: named, findings }))
        else output.write(findingLines(findings).map((line) => `${line}\n`).join(''))
        return exit
    },
}
