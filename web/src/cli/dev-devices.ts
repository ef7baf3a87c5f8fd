import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { octetsOf } from '../core/octets'
import { folderOf, loadDevPki, localMaker, readme, Run, ZipOutput, type Manifest, type Output, type Progress } from '../dev/index'
import { jsonOption, passwordOptions, type Command } from './command'
import { daysOption, keyTypeOption, numberOf, outOption, pfxOf, protectionOptions, subjectOptions } from './dev-options'
import { exists, fileSink, FolderOutput, replaceFile } from './dev-output'
import { newPassword } from './dev-password'
import { fresh, kinds, manifestFile, manifestPath, presentIn, resumed, resumedPassword, withWholeZips } from './dev-run'
import { failureOf, ok, sayPassword, tell, toldOf, unwritable, write } from './dev-said'
import { threadMakers, usualThreads } from './dev-threads'
import { exits } from './exit'
import { Failure } from './failure'
import { readOctets } from './files'
import type { Options } from './options'
import { visible, type Output as Terminal } from './output'
import { Password } from './password'

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
        const begun = options.has('resume') ? await resumed(out, chain, options, password !== undefined) : await fresh(out, pki, chain, options, password !== undefined)
        const manifest = out.endsWith('.zip') && options.has('resume') ? await withWholeZips(out, begun) : begun
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
            extras: isFirst ? [{ path: readmeName, octets: octetsOf(text) }] : [],
            onPart: (state) => isZip && isKept ? keep(state) : Promise.resolve(),
            onProgress: options.has('json') ? undefined : progressLine(),
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

/** In a folder it is the command that keeps the manifest: of all ids, those too that were there before. */
function withoutManifest(output: Output): Output {
    return {
        begin: (part, parts) => output.begin(part, parts), end: () => output.end(), abandon: () => output.abandon(),
        put: (files) => output.put(files.filter(({ path }) => path !== 'manifest.json')),
    }
}

function progressLine(): ((progress: Progress) => void) | undefined {
    if (!process.stderr.isTTY) return undefined
    let last = 0
    return ({ made, of, perSecond, secondsLeft }) => {
        if (Date.now() - last < 200 && made !== of) return
        last = Date.now()
        process.stderr.write(`\r${made} of ${of}, ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} per second, ${Number.isFinite(secondsLeft) ? Math.ceil(secondsLeft) : '…'} s left   `)
    }
}
