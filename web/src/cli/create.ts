import { basename, join } from 'node:path'
import type { CreatedCertificate, CreateResult } from '../core/protocol'
import { nextSteps } from '../services/next-steps'
import { caOption, daysOption, endOf, forceOption, jsonOption, keyOption, passwordOptions, serviceIn, serviceOption, type Command } from './command'
import { withSigningInput, type SigningInput } from './core'
import { exits, type Exit } from './exit'
import { ofCore, usage, type Failure } from './failure'
import { writeOctets } from './files'
import type { Options } from './options'
import { json, sayFailure, sayWarnings, visible } from './output'
import { Password } from './password'

export const create: Command = {
    name: 'create',
    summary: 'make a verification certificate from a code, the CA’s key and its certificate',
    usage: '--code CODE --key FILE [--ca FILE] [--out FILE]',
    help: 'The certificate goes to the standard output, or into --out. It is verified under the CA’s public key before it is written, and the '
        + 'checklist runs first: what the service would surely refuse is not made. With several --code each gets a file in the folder --out.',
    examples: [
        'popcert create --code 7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49 --key ca.key.pem --ca ca.cert.pem --out verification.pem',
        'popcert create --code 7D07… --key ca.pfx > verification.pem      # asks for the password; the PFX holds the certificate, too',
        'pass show ca-key | popcert create --code 7D07… --key - --ca ca.cert.pem',
    ],
    options: [
        { name: 'code', value: 'CODE', many: true, text: 'the verification code, as the service shows it; may stand several times' },
        keyOption, caOption, serviceOption,
        { name: 'out', value: 'FILE', text: 'where the certificate goes; a folder where there are several codes', complete: 'file' },
        { name: 'der', text: 'octets in DER instead of PEM' },
        daysOption,
        { name: 'confirm-code', text: 'the service really shows this code, although it looks like a name or none that is known' },
        forceOption, jsonOption, ...passwordOptions,
    ],
    async run(options, { output, core: load }) {
        const codes = options.all('code')
        const out = options.one('out')
        if (codes.length === 0) throw usage('--code is missing.', 'It is what the service shows after “Generate verification code”.')
        if (codes.length > 1 && out === undefined && !options.has('json')) throw usage('There are several codes, and --out does not say where their certificates go.', 'Name a folder that exists: --out certificates')
        const keyFile = options.needed('key', 'The private key of the CA that has to be verified: --key ca.key.pem')
        const named = serviceIn(options)
        const core = await load()
        return withSigningInput(core, keyFile, options.one('ca'), new Password(options), async (input) => {
            const results = signed(core, codes, input, options)
            const exit = await give(results, options, out, output)
            const service = named ?? core.checkCodes(codes.slice(0, 1))[0]?.service ?? null
            // Azure's next step stands everywhere; where the file went out of sight, there is no name to say it with.
            if (exit === exits.done && codes.length === 1 && out !== undefined && service !== null && service !== 'azure' && !options.has('json')) {
                const { title, path, commands: [first] } = nextSteps(service, { certificateFile: basename(out), caFile: basename(options.one('ca') ?? '') })
                output.say(`Next, at ${title}: ${path}`)
                if (first !== undefined) output.say(first.text)
            }
            return exit
        })
    },
}

function signed(core: Awaited<ReturnType<Parameters<Command['run']>[1]['core']>>, codes: readonly string[], input: SigningInput, options: Options): readonly CreateResult[] {
    const { privateKey, password, caCertificate } = input
    const job = {
        privateKey, password, caCertificate, service: serviceIn(options), codeOrigin: 'person', codesConfirmed: options.has('confirm-code'), notAfter: endOf(options.one('days')),
    } as const
    const [only] = codes
    if (codes.length === 1 && only !== undefined) return [core.createVerificationCertificate({ ...job, verificationCode: only })]
    const all = core.createVerificationCertificates({ ...job, verificationCodes: codes })
    if (!all.ok) throw ofCore(all.error, all.findings)
    return all.value.results.map((result) => ({ ...result, findings: [...all.findings, ...result.findings] }))
}

async function give(results: readonly CreateResult[], options: Options, out: string | undefined, output: Parameters<Command['run']>[1]['output']): Promise<Exit> {
    const failures: Failure[] = []
    const said: unknown[] = []
    const warned = new Set<string>()
    for (const result of results) {
        const news = result.findings.filter(({ message }) => !warned.has(message))
        for (const { message } of news) warned.add(message)
        if (!result.ok) {
            const failure = ofCore(result.error, news)
            if (results.length === 1) throw failure
            failures.push(failure)
            said.push({ ok: false, error: failure.told })
            if (!options.has('json')) sayFailure(output, failure)
            continue
        }
        const file = await written(result.value, options, results.length === 1 ? out : join(out ?? '.', `${result.value.fileName}${options.has('der') ? '.cer' : '.pem'}`), output, results.length > 1)
        if (!options.has('json')) {
            sayWarnings(output, news)
            if (file !== null) output.say(`Made ${visible(file)}, valid until ${result.value.notAfter.toISOString().slice(0, 10)}, for the code ${visible(result.value.verificationCode)}.`)
        }
        said.push({ ok: true, file, certificate: result.value, findings: result.findings })
    }
    if (options.has('json')) output.write(json(results.length === 1 ? said[0] : { ok: failures.length === 0, results: said }))
    return failures[0]?.exit ?? exits.done
}

/** The file; null where it went to the standard output, or only into the JSON. */
export async function written(certificate: CreatedCertificate, options: Options, out: string | undefined, output: Parameters<Command['run']>[1]['output'], inFolder: boolean): Promise<string | null> {
    const content = options.has('der') ? certificate.der : certificate.pem
    if (out === undefined || (inFolder && options.one('out') === undefined)) {
        if (options.has('json')) return null
        if (typeof content !== 'string') throw usage('--der needs --out: a terminal is no place for octets.', 'Such as: --out verification.cer')
        output.write(content)
        return null
    }
    await writeOctets(out, content, options.has('force'))
    return out
}
