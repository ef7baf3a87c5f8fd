import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
    filesOf, folderOf, idsOfCsv, idsOfList, loadDevPki, localMaker, makeCa, manifestOf, readme, Run, ZipOutput,
    type CertificateFacts, type DevError, type DevPki, type DevResult, type KeyType, type LeafKind, type Manifest, type Output, type PfxForm, type Subject,
} from '../dev/index'
import { jsonOption, passwordOptions, type Command } from './command'
import { exists, fileSink, FolderOutput, replaceFile } from './dev-output'
import { newPassword, newPasswordOptions } from './dev-password'
import { threadMakers, usualThreads } from './dev-threads'
import { exitOf, exits } from './exit'
import { Failure, usage } from './failure'
import { readOctets } from './files'
import type { Options, OptionText } from './options'
import { json, visible, type Output as Terminal } from './output'
import { Password } from './password'

/** `popcert dev`: certificates for development, which popcert itself would never make. */

const keyTypes = ['P-256', 'P-384', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const
const kinds = { device: 'device', edge: 'edge-ca', server: 'server' } as const

const outOption: OptionText = { name: 'out', value: 'PATH', text: 'a folder, or a file that ends in .zip', complete: 'file' }
const keyTypeOption: OptionText = { name: 'key-type', value: 'TYPE', text: `${keyTypes.join(', ')}; P-256 where absent`, complete: keyTypes }
const daysOption: OptionText = { name: 'days', value: 'NUMBER', text: 'how long it is valid from now on: 365 for a CA, 90 for all others; never longer than the CA' }
const subjectOptions: readonly OptionText[] = [
    { name: 'organization', value: 'TEXT', text: 'of the subject; “Development only” where absent' },
    { name: 'unit', value: 'TEXT', text: 'organizational unit of the subject' },
    { name: 'country', value: 'CODE', text: 'of the subject, two letters' },
]
const protectionOptions: readonly OptionText[] = [
    { name: 'pfx', value: 'FORM', text: 'also a PFX: modern (AES-256), or old (3DES, for Windows before 10)', complete: ['modern', 'old'] },
    { name: 'plain', text: 'keys without encryption; whoever has the files is the device' },
    ...newPasswordOptions,
]

export const devCa: Command = {
    name: 'dev ca',
    summary: 'make a root CA for development, and an intermediate',
    usage: '--out FOLDER [--name NAME] [--intermediate NAME]',
    help: 'For development only. The keys are encrypted with a password that is generated and shown once, on the standard error, unless one is given.',
    examples: ['popcert dev ca --out pki --intermediate "Contoso dev issuing CA"', 'POPCERT_NEW_PASSWORD=… popcert dev ca --out pki --key-type RSA-2048 --pfx modern'],
    options: [
        outOption, { name: 'name', value: 'NAME', text: 'common name of the root; “popcert development root CA” where absent' },
        { name: 'intermediate', value: 'NAME', text: 'also an intermediate CA with this common name' },
        { name: 'path-length', value: 'NUMBER', text: 'how many CAs may be below the root; any number where absent' },
        keyTypeOption, daysOption, ...subjectOptions, ...protectionOptions, jsonOption,
    ],
    async run(options, { output }) {
        const out = options.needed('out', 'Such as: --out pki')
        const { password, isGenerated } = newPassword(options)
        const pki = await loadDevPki()
        const made = ok(await makeCa(localMaker(pki), {
            keyType: keyTypeOf(options), rootName: options.one('name') ?? 'popcert development root CA', intermediateName: options.one('intermediate'),
            subject: subjectOf(options), days: numberOf(options, 'days'), pathLength: numberOf(options, 'path-length'), password, pfx: pfxOf(options),
        }))
        const text = readme({ kinds: made.kinds, chain: made.chain, isEncrypted: password !== undefined, pfx: pfxOf(options), example: '<id>' })
        await write(out, [...made.files, { path: 'README.txt', octets: new TextEncoder().encode(text) }])
        tell(output, options, { chain: made.chain, made: made.kinds.length, out, password: isGenerated ? password : undefined }, `Made ${made.kinds.join(' and ')} in ${visible(out)}. For development only.`)
        return exits.done
    },
}

export const devDevices: Command = {
    name: 'dev devices',
    summary: 'make certificates of devices, one or ten thousand',
    usage: '--ca FILE --key FILE --id ID --out PATH',
    help: 'For development only. Ids are checked before anything is made: letters, digits and - . _ : of which none is there twice. With --resume a run '
        + 'that was ended goes on: in a folder with the devices that are not there yet, with ZIP files from the first part that is not whole.',
    examples: [
        'popcert dev devices --ca pki/ca/intermediate.chain.pem --key pki/ca/intermediate.key.pem --id "sensor-{0001..9999}" --out devices.zip',
        'popcert dev devices --ca root.pem --key root.key.pem --ids devices.csv --out devices --pfx modern',
        'popcert dev devices --kind server --id gateway.local --server-name 192.168.1.10 --ca root.pem --key root.key.pem --out gateway',
    ],
    options: [
        { name: 'ca', value: 'FILE', text: 'the CA certificate with those above it; not needed where the key’s file holds it', complete: 'file' },
        { name: 'key', value: 'FILE', text: 'the CA’s key', complete: 'file' },
        { name: 'id', value: 'ID', many: true, text: 'device id, or a pattern such as sensor-{0001..9999}; may stand several times' },
        { name: 'ids', value: 'FILE', text: 'ids of a file: .csv with a column id, or one in each line', complete: 'file' },
        { name: 'kind', value: 'KIND', text: 'device, edge (CA of an IoT Edge device) or server; device where absent', complete: Object.keys(kinds) },
        { name: 'server-name', value: 'NAME', many: true, text: 'further DNS name or address of a server, besides the id' },
        outOption, keyTypeOption, daysOption, ...subjectOptions, ...protectionOptions,
        { name: 'part', value: 'NUMBER', text: 'devices in one ZIP file; 1000 where absent' },
        { name: 'threads', value: 'NUMBER', text: 'as many as there are processors where absent' },
        { name: 'resume', text: 'go on with the run in --out' }, jsonOption, ...passwordOptions,
    ],
    run: async (options, { output }) => devices(options, output),
}

async function devices(options: Options, output: Terminal): Promise<0> {
    const out = options.needed('out', 'Such as: --out devices.zip')
    const keyFile = options.needed('key', 'The private key of the CA that signs: --key intermediate.key.pem')
    const pki = await loadDevPki()
    const { password, isGenerated } = options.has('resume') && !options.has('plain') ? resumedPassword(options) : newPassword(options)
    const issuerKey = await readOctets(keyFile, 'the CA’s key')
    const makers = [localMaker(pki)]
    try {
        const caFile = options.one('ca')
        const issuer = { issuerKey, issuerCertificate: caFile === undefined ? undefined : await readOctets(caFile, 'the CA certificate') }
        const asked = new Password(options)
        let issuerPassword = asked.given()
        let opened = pki.open({ ...issuer, issuerPassword, password, pfx: pfxOf(options) })
        if (!opened.ok && opened.error.category === 'password-required') {
            issuerPassword = await asked.asked(keyFile)
            opened = pki.open({ ...issuer, issuerPassword, password, pfx: pfxOf(options) })
        }
        const { chain } = ok(opened)
        const manifest = options.has('resume') ? await resumed(out, chain, options, password !== undefined) : await fresh(out, pki, chain, options, password !== undefined)
        const present = out.endsWith('.zip') ? [] : await presentIn(out, pki, manifest)
        const wanted = present.length === 0 ? manifest : { ...manifest, ids: manifest.ids.filter((id) => !present.includes(id)), partsDone: 0 }
        const threads = numberOf(options, 'threads') ?? usualThreads(wanted.ids.length, wanted.keyType)
        if (threads > 1) {
            pki.close()
            makers.splice(0, 1, ...threadMakers(threads))
            for (const each of await Promise.all(makers.map((maker) => maker.open({ ...issuer, issuerPassword, password, pfx: pfxOf(options) })))) ok(each)
        }
        const text = readme({ kinds: [manifest.kind], chain, isEncrypted: password !== undefined, pfx: manifest.pfx, example: manifest.ids[0] ?? '<id>' })
        const readmeName = out.endsWith('.zip') || !await exists(join(out, 'README.txt')) ? 'README.txt' : `README-${folderOf(manifest.kind, '').replace('/', '')}.txt`
        const isFirst = !await exists(join(out, readmeName))
        const isZip = out.endsWith('.zip')
        const keep = (state: Manifest): Promise<void> => isZip ? replaceFile(manifestPath(out), manifestFile(state).octets) : write(out, [manifestFile(state)])
        const target = isZip ? new ZipOutput(out.replace(/\.zip$/, ''), fileSink) : withoutManifest(new FolderOutput(out))
        // Of one ZIP that was not finished nothing is left to go on with.
        const isKept = !isZip || manifest.ids.length > manifest.partSize
        if (isKept) await keep(manifest).catch((error: unknown) => { throw error instanceof Failure ? error : unwritable(out) })
        const run = new Run({
            makers, manifest: wanted, chain, output: target,
            extras: isFirst ? [{ path: readmeName, octets: new TextEncoder().encode(text) }] : [],
            onPart: (state) => isZip && isKept ? keep(state) : Promise.resolve(),
            onProgress: options.has('json') ? undefined : progressLine(output),
        })
        const interrupted = (): void => run.cancel()
        process.once('SIGINT', interrupted)
        const result = await run.result
        process.off('SIGINT', interrupted)
        if (process.stderr.isTTY && !options.has('json')) output.say('')
        if (!result.ok) {
            // Some are made already, and only this says by which password they are opened.
            if (isGenerated && result.made > 0) sayPassword(output, password)
            throw result.error.code === 'CANCELLED' ? new Failure(exits.interrupted, toldOf(result.error)) : failureOf(result.error)
        }
        if (isZip) await rm(manifestPath(out), { force: true })
        else await keep({ ...manifest, partsDone: Math.ceil(manifest.ids.length / manifest.partSize) })
        tell(output, options, { chain, made: result.made, out, password: isGenerated ? password : undefined }, `Made ${result.made} ${result.made === 1 ? 'certificate' : 'certificates'} in ${visible(out)}. For development only.`)
        return exits.done
    } finally {
        issuerKey.fill(0)
        for (const maker of makers) maker.end()
    }
}

export const devRenew: Command = {
    name: 'dev renew',
    summary: 'make a certificate for development anew, with another validity',
    usage: 'FILE --ca FILE --key FILE --out FOLDER',
    help: 'Subject and extensions stay as they are. With --own-key the certificate keeps its key, else a new one is made. A root is renewed with its own '
        + 'key, as --own-key, and without --ca and --key.',
    examples: ['popcert dev renew sensor-1.cert.pem --ca ca.cert.pem --key ca.key.pem --out renewed', 'popcert dev renew root.cert.pem --own-key root.key.pem --days 730 --out renewed'],
    options: [
        { name: 'ca', value: 'FILE', text: 'the CA certificate with those above it', complete: 'file' }, { name: 'key', value: 'FILE', text: 'the CA’s key', complete: 'file' },
        { name: 'own-key', value: 'FILE', text: 'the certificate’s own key, to keep it', complete: 'file' },
        outOption, keyTypeOption, daysOption, ...protectionOptions, jsonOption, ...passwordOptions,
    ],
    mostRest: 1,
    async run(options, { output }) {
        const out = options.needed('out', 'Such as: --out renewed')
        const [file] = options.rest
        if (file === undefined) throw usage('No certificate is named.', 'Such as: popcert dev renew sensor-1.cert.pem')
        const [keyFile, ownFile, caFile] = [options.one('key'), options.one('own-key'), options.one('ca')]
        const { password, isGenerated } = ownFile === undefined ? newPassword(options) : { password: undefined, isGenerated: false }
        const given = new Password(options).given()
        const pki = await loadDevPki()
        const [issuerKey, key] = await Promise.all([keyFile, ownFile].map((each) => each === undefined ? undefined : readOctets(each, 'a key')))
        try {
            const { chain } = ok(pki.open({
                issuerKey, issuerCertificate: caFile === undefined ? undefined : await readOctets(caFile, 'the CA certificate'),
                issuerPassword: given, password, pfx: ownFile === undefined ? pfxOf(options) : 'none',
            }))
            const made = ok(pki.renew({
                certificate: await readOctets(file, 'the certificate'), key, keyPassword: given, keyType: keyTypeOf(options), days: numberOf(options, 'days'),
            }))
            await write(out, filesOf(made.subject === made.issuer ? 'root' : 'device', pki.folderName(made.commonName), made, chain))
            tell(output, options, { chain, made: 1, out, password: isGenerated ? password : undefined }, `Made ${visible(made.subject)} anew in ${visible(out)}, valid until ${made.notAfter.toISOString().slice(0, 10)}.`)
            return exits.done
        } finally {
            issuerKey?.fill(0)
            key?.fill(0)
            pki.close()
        }
    },
}

// -- What was given

function keyTypeOf(options: Options): KeyType {
    const given = options.one('key-type') ?? 'P-256'
    const found = keyTypes.find((each) => each.toLowerCase() === given.toLowerCase())
    if (found === undefined) throw usage(`--key-type is none of ${keyTypes.join(', ')}.`, 'Such as: --key-type P-256')
    return found
}

function pfxOf(options: Options): PfxForm {
    const given = options.one('pfx') ?? 'none'
    if (given !== 'none' && given !== 'modern' && given !== 'old') throw usage('--pfx is neither modern nor old.', 'Such as: --pfx modern')
    if (given !== 'none' && options.has('plain')) throw usage('--pfx and --plain exclude each other: a PFX has a password.', 'Leave one of them out.')
    return given
}

function numberOf(options: Options, name: string): number | undefined {
    const given = options.one(name)
    if (given === undefined) return undefined
    if (!/^\d{1,6}$/.test(given) || (given === '0' && name !== 'path-length') || Number(given) > 100_000) throw usage(`--${name} wants a whole number.`, `Such as: --${name} 90`)
    return Number(given)
}

function subjectOf(options: Options): Omit<Subject, 'commonName'> {
    return { organization: options.one('organization'), organizationalUnit: options.one('unit'), country: options.one('country') }
}

// -- A run

async function fresh(out: string, pki: DevPki, chain: readonly CertificateFacts[], options: Options, isEncrypted: boolean): Promise<Manifest> {
    const before = manifestOf(parsed(await readFile(manifestPath(out), 'utf8').catch(() => 'null')))
    if (before.ok && before.value.partsDone * before.value.partSize < before.value.ids.length) {
        throw new Failure(exits.file, { code: 'RUN_UNFINISHED', message: `A run in ${out} has not come to its end.`, hint: 'Go on with it by --resume, or name another place.' })
    }
    const ids: string[] = []
    for (const each of options.all('id')) ids.push(...ok(idsOfList(each)))
    const file = options.one('ids')
    if (file !== undefined) {
        const text = new TextDecoder().decode(await readOctets(file, 'the ids'))
        ids.push(...ok(/\.csv$/i.test(file) ? idsOfCsv(text) : idsOfList(text)))
    }
    const [first, ...others] = pki.checkIds(ids)
    if (first !== undefined) {
        const { code, message, hint } = first
        throw new Failure(exits.code, { code, message: others.length === 0 ? message : `${message} There are ${others.length} more such ids.`, hint: `${hint} Nothing was made.` })
    }
    const kind: LeafKind | undefined = kinds[(options.one('kind') ?? 'device') as keyof typeof kinds]
    if (kind === undefined) throw usage('--kind is none of device, edge, server.', 'Such as: --kind edge')
    const days = numberOf(options, 'days') ?? (kind === 'edge-ca' ? 365 : 90)
    return {
        format: 'popcert-dev-1', issuer: chain[0]?.sha256 ?? '', kind, keyType: keyTypeOf(options), days, pfx: pfxOf(options), isEncrypted,
        subject: subjectOf(options), serverNames: options.all('server-name'), partSize: numberOf(options, 'part') ?? 1000, ids, partsDone: 0,
    }
}

async function resumed(out: string, chain: readonly CertificateFacts[], options: Options, isEncrypted: boolean): Promise<Manifest> {
    const path = manifestPath(out)
    const text = await readFile(path, 'utf8').catch(() => { throw new Failure(exits.file, { code: 'MANIFEST_MISSING', message: `There is no manifest of a run: ${path}.`, hint: 'Start the run without --resume.' }) })
    const manifest = manifestOf(parsed(text))
    if (!manifest.ok) throw new Failure(exits.file, { code: 'MANIFEST_UNUSABLE', message: 'The manifest of the run is damaged.', hint: 'Start the run anew, elsewhere.' })
    if (manifest.value.issuer !== chain[0]?.sha256) throw new Failure(exits.unfit, { code: 'MANIFEST_OTHER_CA', message: 'The run was begun with another CA.', hint: 'Give the CA and key with which it was begun.' })
    if (manifest.value.isEncrypted !== isEncrypted) throw usage('The run was begun with the other choice of --plain.', 'Go on with it as it was begun.')
    if (manifest.value.pfx !== pfxOf(options)) throw usage('The run was begun with another --pfx.', `Go on with it as it was begun: ${manifest.value.pfx}.`)
    return manifest.value
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text)
    } catch {
        return null
    }
}

/** What goes on has the password that it began with: nobody remembers which of two it was. */
function resumedPassword(options: Options): { readonly password: string | undefined; readonly isGenerated: boolean } {
    const given = newPassword(options)
    if (given.isGenerated) throw new Failure(exits.password, { code: 'PASSWORD_REQUIRED', message: 'To go on with a run its password is needed.', hint: 'Put it into POPCERT_NEW_PASSWORD, or hand it over with --new-password-fd.' })
    return given
}

async function presentIn(out: string, pki: DevPki, manifest: Manifest): Promise<readonly string[]> {
    const there = await Promise.all(manifest.ids.map((id) => exists(join(out, folderOf(manifest.kind, pki.folderName(id))))))
    return manifest.ids.filter((_, at) => there[at])
}

const manifestPath = (out: string): string => out.endsWith('.zip') ? `${out}.manifest.json` : join(out, 'manifest.json')

/** In a folder it is the command that keeps the manifest: of all ids, those too that were there before. */
function withoutManifest(output: Output): Output {
    return {
        begin: (part, parts) => output.begin(part, parts), end: () => output.end(), abandon: () => output.abandon(),
        put: (files) => output.put(files.filter(({ path }) => path !== 'manifest.json')),
    }
}

const manifestFile = (manifest: Manifest) => ({ path: 'manifest.json', octets: new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`) })

function progressLine(output: Terminal): ((progress: { readonly made: number; readonly of: number; readonly perSecond: number; readonly secondsLeft: number }) => void) | undefined {
    if (!process.stderr.isTTY) return undefined
    let last = 0
    return ({ made, of, perSecond, secondsLeft }) => {
        if (Date.now() - last < 200 && made !== of) return
        last = Date.now()
        void output
        process.stderr.write(`\r${made} of ${of}, ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} per second, ${Number.isFinite(secondsLeft) ? Math.ceil(secondsLeft) : '…'} s left   `)
    }
}

// -- What is said

/** The value, or the exit that belongs to the error. */
function ok<T>(result: DevResult<T>): T {
    if (!result.ok) throw failureOf(result.error)
    return result.value
}

const toldOf = ({ code, message, hint }: DevError) => ({ code, message, hint })

function failureOf(error: DevError): Failure {
    const exit = error.input === 'ids' ? exits.code : error.code === 'DISK_FULL' || error.code.startsWith('FILE_') ? exits.file
        : error.input === 'password' ? exits.password : exitOf({ category: error.category, field: null })
    return new Failure(exit, toldOf(error))
}

async function write(out: string, files: Parameters<Output['put']>[0]): Promise<void> {
    const folder = new FolderOutput(out)
    try {
        await folder.begin()
        await folder.put(files)
    } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (/EEXIST|ENOTEMPTY/.test(code)) throw new Failure(exits.file, { code: 'FILE_EXISTS', message: `There is such a file in ${out} already, and none is written over.`, hint: 'Name another folder.' })
        throw unwritable(out)
    }
}

function unwritable(out: string): Failure {
    return new Failure(exits.file, { code: 'FILE_NOT_WRITTEN', message: `This cannot be written: ${out}.`, hint: 'Check the path, and whether there is room.' })
}

interface Said {
    readonly chain: readonly CertificateFacts[]
    readonly made: number
    readonly out: string
    readonly password: string | undefined
}

function tell(output: Terminal, options: Options, { chain, made, out, password }: Said, line: string): void {
    if (options.has('json')) {
        output.write(json({ ok: true, out, made, issuer: chain[0] ?? null, ...(password === undefined ? {} : { password }) }))
        return
    }
    output.say(line)
    if (password !== undefined) sayPassword(output, password)
}

/** The one time that it is shown. */
function sayPassword(output: Terminal, password: string | undefined): void {
    output.say(`Password of the keys, shown this once: ${password ?? ''}`)
}

