import { fileOf } from '../core/octets'
import { usualDays } from './usual'
import type { Maker } from './maker'
import type { CertificateFacts, DevResult, KeyType, Kind, MadeFiles, PfxForm, Subject } from './protocol'
import { filesOf, type TreeFile } from './tree'

/** The CA of a run: made now, or loaded. */
export interface CaWish {
    readonly keyType: KeyType
    readonly rootName: string
    /** Absent: the root signs the devices. */
    readonly intermediateName?: string | undefined
    readonly subject?: Omit<Subject, 'commonName'> | undefined
    readonly days?: number | undefined
    readonly pathLength?: number | undefined
    /** Absent: keys leave as they are. */
    readonly password?: string | undefined
    readonly pfx: PfxForm
}

/** A CA that can be opened by every maker: as files, whose password is the run's. */
export interface MadeCa {
    readonly issuer: { readonly issuerKey: Uint8Array; readonly issuerCertificate: Uint8Array; readonly issuerPassword: string | undefined }
    /** From the issuing CA upwards. */
    readonly chain: readonly CertificateFacts[]
    readonly kinds: readonly Kind[]
    readonly files: readonly TreeFile[]
}

/** Makes a root, and an intermediate where one is wanted. */
export async function makeCa(maker: Maker, wish: CaWish): Promise<DevResult<MadeCa>> {
    const { password, pfx, keyType, subject, pathLength } = wish
    const days = wish.days ?? usualDays.root
    const opened = await maker.open({ password, pfx })
    if (!opened.ok) return opened
    const root = await one(maker, 'root', wish.rootName, { keyType, subject, days, pathLength })
    if (!root.ok) return root
    const files = [...filesOf('root', '', root.value, [])]
    const ca = caOf(root.value, [root.value], password)
    if (wish.intermediateName === undefined) return { ok: true, value: { issuer: ca, chain: [root.value], kinds: ['root'], files } }

    const under = await maker.open({ ...ca, password, pfx })
    if (!under.ok) return under
    const between = await one(maker, 'intermediate', wish.intermediateName, { keyType, subject, days, pathLength: undefined })
    if (!between.ok) return between
    files.push(...filesOf('intermediate', '', between.value, [root.value]))
    const chain = [between.value, root.value]
    return { ok: true, value: { issuer: caOf(between.value, chain, password), chain, kinds: ['root', 'intermediate'], files } }
}

/** A copy of the key: what is handed out is wiped behind the one who writes it. */
function caOf({ key }: MadeFiles, chain: readonly CertificateFacts[], issuerPassword: string | undefined): MadeCa['issuer'] {
    return { issuerKey: new Uint8Array(key ?? []), issuerCertificate: fileOf(chain), issuerPassword }
}

async function one(
    maker: Maker, kind: Kind, commonName: string,
    { keyType, subject, days, pathLength }: Pick<CaWish, 'keyType' | 'subject' | 'pathLength'> & { readonly days: number },
): Promise<DevResult<MadeFiles>> {
    const [item] = await maker.make([{ kind, keyType, days, subject: { ...subject, commonName }, pathLength }])
    if (item === undefined) throw new Error('A maker answers for each.')
    return item.result
}
