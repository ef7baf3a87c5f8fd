import type { Core } from '../core/api'
import type { CertificateItem } from '../core/protocol'
import { azure } from '../online/azure/azure'
import { customCloud, knownClouds } from '../online/azure/clouds'
import { defaultApiVersions } from '../online/azure/config'
import { CloudError } from '../online/cloud/error'
import type { Cloud, Service } from '../online/cloud/model'
import type { Catalogue } from '../online/cloud/provider'
import { Session } from '../online/cloud/session'
import { isEntryName } from '../online/run/names'
import { reportOf } from '../online/run/report'
import { Run } from '../online/run/run'
import { signRequestOf, statusOf, type RowStore, type ServiceRow } from '../online/run/state'
import { caOption, jsonOption, keyOption, passwordOptions, type Command } from './command'
import { checked, chosenCa, withSigningInput, type SigningInput } from './core'
import { exitOfCloud, exits, type Exit } from './exit'
import { Failure, ofCloud, ofCore, ofFindings, usage } from './failure'
import type { Options } from './options'
import { json, sayWarnings, toldLines, visible, type Output } from './output'
import { Password } from './password'
import { tokenSource } from './token'

export const dpsVerify: Command = {
    name: 'dps verify',
    summary: 'take a CA to Verified on DPS instances and IoT hubs: upload, code, sign, verify',
    usage: '--service NAME --key FILE [--ca FILE]',
    help: 'Uploads the CA certificate where it is missing, asks for a code, signs it on this machine and hands the certificate in; then reads '
        + 'back whether the service calls the CA verified. Where it is verified already nothing is done. The key is read by this process, and '
        + 'only certificates are sent. The token comes from `az account get-access-token`, or from the variable POPCERT_TOKEN.',
    examples: [
        'az login && popcert dps verify --service contoso-dps --key ca.key.pem --ca ca.cert.pem',
        'popcert dps verify --service dps-weu --service dps-eus --service hub-weu --key ca.pfx --json',
        'popcert dps verify --cloud usgov --service contoso-dps --key ca.pfx',
    ],
    options: [
        { name: 'service', value: 'NAME', many: true, text: 'name or resource id of a DPS instance or IoT hub; may stand several times' },
        keyOption, caOption,
        { name: 'name', value: 'NAME', text: 'under which name the CA is uploaded where it is missing; made from its subject where absent' },
        { name: 'subscription', value: 'ID', text: 'where the services are looked for; all that the token can see where absent' },
        { name: 'cloud', value: 'CLOUD', text: 'public, usgov, china, or the address of a management endpoint; public where absent', complete: ['public', 'usgov', 'china'] },
        { name: 'token-env', value: 'NAME', text: 'the environment variable with the token (POPCERT_TOKEN where it is set)' },
        jsonOption, ...passwordOptions,
    ],
    async run(options, { output, core: load }) {
        const wanted = options.all('service')
        if (wanted.length === 0) throw usage('--service is missing.', 'The name of the DPS instance or IoT hub, or its resource id.')
        const keyFile = options.needed('key', 'The private key of the CA that has to be verified: --key ca.key.pem')
        const name = options.one('name')
        if (name !== undefined && !isEntryName(name)) throw usage('--name is none that the service takes.', '1 to 64 of A-Z a-z 0-9 - . _')
        const cloud = cloudOf(options.one('cloud') ?? 'public')
        const core = await load()
        return withSigningInput(core, keyFile, options.one('ca'), new Password(options), async (input) => {
            const ca = fitting(core, input, output, options.has('json'))
            try {
                return await verifyAll(core, input, ca, cloud, wanted, name, options, output)
            } catch (error) {
                throw error instanceof CloudError ? ofCloud(error) : error
            }
        })
    },
}

function cloudOf(text: string): Cloud {
    const known = knownClouds.find(({ id }) => id === text)
    if (known !== undefined) return known
    const made = customCloud(text)
    if (!made.ok) throw usage(`--cloud: ${made.error.message}`, 'public, usgov, china, or such as https://management.azure.com')
    return made.value
}

/** Key and CA, before anybody is asked for anything. */
function fitting(core: Core, input: SigningInput, output: Output, quiet: boolean): CertificateItem {
    const result = checked(core, undefined, input, 'azure', 'given')
    const { findings } = result
    const ca = chosenCa(core, result, input)
    if (findings.some(({ status }) => status === 'fail') || ca === null) throw ofFindings(findings)
    if (!quiet) sayWarnings(output, findings)
    return ca
}

async function verifyAll(
    core: Core, input: SigningInput, ca: CertificateItem, cloud: Cloud, wanted: readonly string[], name: string | undefined, options: Options, output: Output,
): Promise<Exit> {
    const source = tokenSource(options, cloud)
    const session = new Session(await source.get(), async () => source.canRenew ? source.get().catch(() => null) : null, () => Promise.resolve(null))
    const provider = azure(cloud, defaultApiVersions, () => session.token)
    const services = await found(provider.catalogue, wanted, options.one('subscription'))
    const store = new Rows()
    const run = new Run({ store, cloud: () => provider.entries, renewToken: (error) => session.renewToken(error), tokenLasts: () => session.tokenLasts })
    run.setServices(services)
    run.setCa(ca)
    if (name !== undefined) for (const { id } of services) run.setName(id, name)
    await run.prove()
    await signAll(core, input, run, store)
    return told(store.state.rows, ca, options.has('json'), output)
}

/** Rows as the run leaves them. */
class Rows implements RowStore {
    state: { readonly rows: readonly ServiceRow[] } = { rows: [] }

    update(change: { readonly rows: readonly ServiceRow[] }): void {
        this.state = change
    }
}

/** By name or by resource id, in the order in which they were named. */
async function found(catalogue: Catalogue, wanted: readonly string[], subscription: string | undefined): Promise<readonly Service[]> {
    const subscriptions = subscription === undefined ? await subscriptionsOf(catalogue, wanted) : [subscription]
    const lists = await Promise.allSettled(subscriptions.map((id) => catalogue.services(id)))
    const all = lists.flatMap((list) => list.status === 'fulfilled' ? list.value : [])
    return [...new Set(wanted)].map((text) => {
        const same = all.filter(({ id, name }) => text.startsWith('/') ? id.toLowerCase() === text.toLowerCase() : name.toLowerCase() === text.toLowerCase())
        const [only] = same
        if (only !== undefined && same.length === 1) return only
        if (only !== undefined) throw usage(`Several services have the name ${visible(text)}.`, `Name one by its resource id: ${same.map(({ id }) => id).join(' or ')}`)
        // It may be in a subscription that could not be read: then that is the trouble.
        const unread = lists.find((list) => list.status === 'rejected')
        if (unread !== undefined) throw unread.reason
        throw new Failure(exits.refused, {
            code: 'NOT_FOUND', message: `There is no DPS instance or IoT hub ${visible(text)} that this token can see.`,
            hint: 'Check the name, the subscription (`az account show`) and --cloud.',
        })
    })
}

/** Resource ids say where they are, so that nothing else has to be listed. */
async function subscriptionsOf(catalogue: Catalogue, wanted: readonly string[]): Promise<readonly string[]> {
    const named = wanted.map((text) => /^\/subscriptions\/([^/]+)\//i.exec(text)?.[1])
    if (named.every((id) => id !== undefined)) return [...new Set(named)]
    return (await catalogue.subscriptions()).map(({ id }) => id)
}

/** Codes of rows that wait for a signature. The codes are the service's, so that only forms that services hand out pass. */
async function signAll(core: Core, { privateKey, password, caCertificate }: SigningInput, run: Run, { state: { rows } }: Rows): Promise<void> {
    const requests = rows.map(signRequestOf).filter((request) => request !== null)
    if (requests.length === 0) return
    const made = core.createVerificationCertificates({
        verificationCodes: requests.map(({ verificationCode }) => verificationCode), codeOrigin: 'given', privateKey, password, caCertificate,
    })
    if (!made.ok) throw ofCore(made.error, made.findings)
    const refused = made.value.results.find(({ ok }) => !ok)
    await Promise.all(made.value.results.map((result, place) => {
        const request = requests[place]
        return result.ok && request !== undefined ? run.handIn(request.id, result.value.der) : undefined
    }))
    if (refused !== undefined && !refused.ok) throw ofCore(refused.error, refused.findings)
}

function told(rows: readonly ServiceRow[], ca: CertificateItem, asJson: boolean, output: Output): Exit {
    const report = reportOf(rows, ca)
    if (asJson) output.write(json({ ok: rows.every((row) => statusOf(row) === 'verified'), ...report }))
    else for (const row of rows) for (const line of linesOf(row)) output.say(line)
    const failed = rows.find((row) => statusOf(row) !== 'verified')
    if (failed === undefined) return exits.done
    return failed.error === null ? exits.refused : exitOfCloud(failed.error)
}

function linesOf(row: ServiceRow): readonly string[] {
    const { service, entry, done, error } = row
    const name = `${service.kind} ${visible(service.name)}`
    if (error !== null) return [`${name}: ${visible(error.message)}`, ...toldLines(error).map((line) => `  ${line}`)]
    if (statusOf(row) !== 'verified') return [`${name}: ${statusOf(row)}`]
    const already = done.some(({ what }) => what === 'found-verified')
    return [`${name}: ${already ? 'was verified already' : 'verified'}${entry === null ? '' : `, as ${visible(entry.name)}`}.`]
}
