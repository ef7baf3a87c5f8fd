import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { octetsOf } from '../core/octets'
import { into, json } from '../decode/decode'
import {
    folderOf, idsOfCsv, idsOfList, manifestOf, zipName, type CertificateFacts, type DevPki, type LeafKind, type Manifest, type TreeFile,
} from '../dev/index'
import { usualDays } from '../dev/usual'
import { keyTypeOf, numberOf, pfxOf, subjectOf } from './dev-options'
import { exists } from './dev-output'
import { newPassword } from './dev-password'
import { ok } from './dev-said'
import { exits } from './exit'
import { Failure, usage } from './failure'
import { readOctets } from './files'
import type { Options } from './options'

/** What a run of many devices is: new from the options, or from the manifest of one that was ended. */

export const kinds = { device: 'device', edge: 'edge-ca', server: 'server' } as const

/** A hundred thousand ids have room in it. */
const manifestIn = into(json(1 << 25), manifestOf)

export async function fresh(out: string, pki: DevPki, chain: readonly CertificateFacts[], options: Options, isEncrypted: boolean): Promise<Manifest> {
    const before = manifestIn(await readFile(manifestPath(out), 'utf8').catch(() => ''))
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
    const days = numberOf(options, 'days') ?? usualDays[kind]
    return {
        format: 'popcert-dev-1', issuer: chain[0]?.sha256 ?? '', kind, keyType: keyTypeOf(options), days, pfx: pfxOf(options), isEncrypted,
        subject: subjectOf(options), serverNames: options.all('server-name'), partSize: numberOf(options, 'part') ?? 1000, ids, partsDone: 0,
    }
}

export async function resumed(out: string, chain: readonly CertificateFacts[], options: Options, isEncrypted: boolean): Promise<Manifest> {
    const path = manifestPath(out)
    const text = await readFile(path, 'utf8').catch(() => { throw new Failure(exits.file, { code: 'MANIFEST_MISSING', message: `There is no manifest of a run: ${path}.`, hint: 'Start the run without --resume.' }) })
    const manifest = manifestIn(text)
    if (!manifest.ok) throw new Failure(exits.file, { code: 'MANIFEST_UNUSABLE', message: 'The manifest of the run is damaged.', hint: 'Start the run anew, elsewhere.' })
    if (manifest.value.issuer !== chain[0]?.sha256) throw new Failure(exits.unfit, { code: 'MANIFEST_OTHER_CA', message: 'The run was begun with another CA.', hint: 'Give the CA and key with which it was begun.' })
    if (manifest.value.isEncrypted !== isEncrypted) throw usage('The run was begun with the other choice of --plain.', 'Go on with it as it was begun.')
    if (manifest.value.pfx !== pfxOf(options)) throw usage('The run was begun with another --pfx.', `Go on with it as it was begun: ${manifest.value.pfx}.`)
    return manifest.value
}

/**
 * What ended a run may have come between a ZIP and the manifest that counts it. One that is whole ends with a manifest of its own, as it
 * is, and the list of what is in it: only by that is it known as this run's.
 */
export async function withWholeZips(out: string, manifest: Manifest): Promise<Manifest> {
    const parts = Math.ceil(manifest.ids.length / manifest.partSize)
    const most = manifestFile(manifest).octets.length + manifest.partSize * mostOctetsListed + 4096
    const sameRun = JSON.stringify([manifest.issuer, manifest.partSize, manifest.ids])
    let { partsDone } = manifest
    while (partsDone < parts) {
        const tail = await tailOf(zipName(out.replace(/\.zip$/, ''), partsDone, parts), most)
        const start = tail.lastIndexOf('{\n "format"')
        const own = manifestIn(tail.subarray(Math.max(start, 0), tail.indexOf('\n}\n', start) + 3).toString())
        if (start < 0 || !own.ok || own.value.partsDone !== partsDone + 1) break
        if (JSON.stringify([own.value.issuer, own.value.partSize, own.value.ids]) !== sameRun) break
        partsDone++
    }
    return { ...manifest, partsDone }
}

/** Of one certificate in a ZIP's list: four files, the id of each twice in its name. */
const mostOctetsListed = 2048

async function tailOf(path: string, octets: number): Promise<Buffer> {
    const file = await open(path).catch(() => null)
    if (file === null) return Buffer.alloc(0)
    try {
        const { size } = await file.stat()
        const tail = Buffer.alloc(Math.min(size, octets))
        await file.read(tail, 0, tail.length, size - tail.length)
        return tail
    } finally {
        await file.close()
    }
}

/** What goes on has the password that it began with: nobody remembers which of two it was. */
export function resumedPassword(options: Options): { readonly password: string | undefined; readonly isGenerated: boolean } {
    const given = newPassword(options)
    if (given.isGenerated) throw new Failure(exits.password, { code: 'PASSWORD_REQUIRED', message: 'To go on with a run its password is needed.', hint: 'Put it into POPCERT_NEW_PASSWORD, or hand it over with --new-password-fd.' })
    return given
}

export async function presentIn(out: string, pki: DevPki, manifest: Manifest): Promise<readonly string[]> {
    const there = await Promise.all(manifest.ids.map((id) => exists(join(out, folderOf(manifest.kind, pki.folderName(id))))))
    return manifest.ids.filter((_, at) => there[at])
}

export const manifestPath = (out: string): string => out.endsWith('.zip') ? `${out}.manifest.json` : join(out, 'manifest.json')

export const manifestFile = (manifest: Manifest): TreeFile => ({ path: 'manifest.json', octets: octetsOf(`${JSON.stringify(manifest, null, 1)}\n`) })
