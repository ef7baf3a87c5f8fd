import { octetsOf } from '../../core/octets'
import { copyText, download } from '../../page/hand-out'
import { element } from '../../page/elements'
import { doLater } from '../../page/later'
import { idsOfCsv, idsOfList } from '../ids'
import { devError } from '../error'
import type { Maker } from '../maker'
import type { Manifest } from '../manifest'
import { generatedPassword } from '../password'
import type { CertificateFacts, Kind } from '../protocol'
import { Run, writeError } from '../run'
import { makeCa, type MadeCa } from '../set'
import { filesOf, readme, type TreeFile } from '../tree'
import { ZipOutput } from '../zip'
import { proverOf, type Ca, type Issuer } from './ca'
import {
    box, button, choice, clearErrors, field, idsField, isLoaded, keyType, kind, loadedCa, numberIn, password, pfx, serverNames, showErrors, subject,
} from './form'
import { newMaker, usualMakers } from './pool'
import { manifestIn } from './resume'
import { canSaveIntoFolder, chooseFolder, downloadSink, folderSink, writeFile, type DirectoryHandle } from './saving'
import { day, say, showProgress, showResult } from './shown'
import { ok, Stopped } from './stopped'

/** The page dev-certs.html. */

/** Certificates in one ZIP file. */
const partSize = 1000

doLater()
box('save').hidden = !location.protocol.startsWith('http')  // a file is saved already

let ca: Ca | null = null
let maker: Maker | null = null
let run: Run | null = null
let resumed: Manifest | null = null
let isBusy = false

function theMaker(): Maker {
    maker ??= newMaker()
    if (maker === null) throw new Stopped([devError('CORE_UNAVAILABLE', 'The core could not be started.', 'Use a current browser in which WebAssembly is not switched off.', null, 'internal')])
    return maker
}

// -- Making

async function make(): Promise<void> {
    const wish = wanted()
    const folder = wish.ids.length > 0 && field('into-folder').checked ? await chooseFolder() : null
    if (field('into-folder').checked && wish.ids.length > 0 && folder === null) throw new Stopped([devError('FOLDER_MISSING', 'No folder was chosen, so nothing was made.', 'Choose one, or untick the box.')])
    const refusals = wish.ids.length === 0 ? [] : await theMaker().checkIds(wish.ids)
    if (refusals.length > 0) throw new Stopped(refusals)
    say('The CA is read, and its password turned into a key…')
    const made = isLoaded() ? null : ok(await makeCa(theMaker(), {
        keyType: keyType(), rootName: field('root-name').value.trim(), intermediateName: field('intermediate-name').value.trim() || undefined,
        subject: subject(), days: Math.max(365, wish.days), pathLength: wish.pathLength, password: password(), pfx: pfx(),
    }))
    const issuer: Issuer = made?.issuer ?? ok(loadedCa())
    const { chain } = ok(await theMaker().open({ ...issuer, password: password(), pfx: pfx() }))
    if (resumed !== null && chain[0]?.sha256 !== resumed.issuer) throw new Stopped([devError('MANIFEST_OTHER_CA', 'The run was begun with another CA.', 'Load the CA with which it was begun.', 'issuer', 'key-cert-mismatch')])
    await save(wish, issuer, chain, made, folder)
}

interface Wish {
    readonly ids: readonly string[]
    readonly days: number
    readonly pathLength: number | undefined
}

function wanted(): Wish {
    const days = ok(numberIn('days', 36_500, 'validity')) ?? 90
    const pathLength = ok(numberIn('path-length', 10, 'subject'))
    if (resumed !== null) return { ids: resumed.ids, days, pathLength }
    const ids = ok(idsOfList(idsField.value))
    if (isLoaded() && ids.length === 0) throw new Stopped([devError('DEVICE_IDS_MISSING', 'There is no device id.', 'Type one, such as sensor-0001.', 'ids', 'empty-input')])
    return { ids, days, pathLength }
}

async function save(wish: Wish, issuer: Issuer, chain: readonly CertificateFacts[], made: MadeCa | null, folder: DirectoryHandle | null): Promise<void> {
    const manifest: Manifest = resumed ?? {
        format: 'popcert-dev-1', issuer: chain[0]?.sha256 ?? '', kind: kind(), keyType: keyType(), days: wish.days, pfx: pfx(), isEncrypted: password() !== undefined,
        subject: subject(), serverNames: serverNames(), partSize, ids: wish.ids, partsDone: 0,
    }
    const kinds: readonly Kind[] = [...(made?.kinds ?? []), ...(wish.ids.length > 0 ? [manifest.kind] : [])]
    const text = readme({ kinds, chain, isEncrypted: manifest.isEncrypted, pfx: manifest.pfx, example: wish.ids[0] ?? '<id>' })
    const extras: readonly TreeFile[] = [...(made?.files ?? []), { path: 'README.txt', octets: octetsOf(text) }]
    // What proves possession is needed later, when what was handed out is wiped.
    const prover = proverOf(issuer, chain, made)
    const output = new ZipOutput('popcert-dev-certs', (name) => folder === null ? downloadSink(name) : folderSink(folder, name))
    const makers = await moreMakers(issuer, wish.ids.length - manifest.partsDone * manifest.partSize)
    const started = performance.now()
    try {
        if (wish.ids.length === 0) {
            await output.begin(0, 1)
            await output.put(extras)
            await output.end()
        } else {
            run = new Run({
                makers, manifest, chain, extras, output, onProgress: showProgress,
                onPart: async (state) => { if (folder !== null) await writeFile(folder, 'manifest.json', octetsOf(JSON.stringify(state))) },
            })
            button('pause').hidden = false
            button('pause').textContent = 'Pause'
            button('cancel').hidden = false
            const result = await run.result
            if (!result.ok) throw new Stopped([result.error])
        }
    } catch (error) {
        throw error instanceof Stopped ? error : new Stopped([writeError(error)])
    } finally {
        run = null
        for (const each of makers.slice(1)) each.end()
    }
    ca = { issuer, chain, password: password(), prover }
    showResult(ca, { cas: made?.kinds.length ?? 0, certificates: wish.ids.length - manifest.partsDone * manifest.partSize, seconds: (performance.now() - started) / 1000 })
    setResumed(null)
}

async function moreMakers(issuer: Issuer, count: number): Promise<readonly Maker[]> {
    const more = Array.from({ length: usualMakers(count, keyType()) - 1 }, newMaker).filter((each) => each !== null)
    const opened = await Promise.all(more.map((each) => each.open({ ...issuer, password: password(), pfx: pfx() })))
    return [theMaker(), ...more.filter((_, at) => opened[at]?.ok === true)]
}

// -- A code, a renewal

async function prove(): Promise<void> {
    if (ca === null) return
    ok(await theMaker().open({ ...ca.prover.issuer, pfx: 'none' }))
    const [item] = await theMaker().make([{ kind: 'verification', days: 30, subject: { commonName: field('code').value } }])
    if (item === undefined) return
    const { pem } = ok(item.result)
    download('verification.pem', 'application/x-pem-file', pem)
    box('code-said').textContent = 'Saved verification.pem: upload it as the answer to the code.'
}

async function renew(): Promise<void> {
    const [certificate, key] = ['renew-certificate', 'renew-key'].map((id) => field(id).files?.[0])
    if (certificate === undefined) throw new Stopped([devError('CERTIFICATE_MISSING', 'No certificate is chosen.', 'Choose the one to renew.', 'certificate', 'empty-input')])
    const loaded = isLoaded() ? loadedCa() : null
    const issuer = loaded?.ok === true ? loaded.value : ca?.issuer
    const { chain } = ok(await theMaker().open({ ...issuer, password: key === undefined ? password() : undefined, pfx: key === undefined ? pfx() : 'none' }))
    const typed = field('renew-password').value
    const made = ok(await theMaker().renew({
        certificate, key, keyPassword: typed === '' ? undefined : typed, keyType: keyType(), days: ok(numberIn('days', 36_500, 'validity')),
    }))
    const isRoot = made.subject === made.issuer
    const output = new ZipOutput('popcert-renewed', downloadSink)
    await output.begin(0, 1)
    await output.put(filesOf(isRoot ? 'root' : 'device', 'renewed', made, chain))
    await output.end()
    box('renew-said').textContent = `Saved popcert-renewed.zip: ${made.subject}, valid until ${day(made.notAfter)}.`
}

// -- What the page has at hand

function setResumed(manifest: Manifest | null): void {
    resumed = manifest
    idsField.disabled = manifest !== null
    for (const id of ['kind', 'key-type', 'pfx']) choice(id).disabled = manifest !== null
    if (manifest === null) {
        box('manifest-said').textContent = ''
        return
    }
    choice('kind').value = manifest.kind
    choice('key-type').value = manifest.keyType
    choice('pfx').value = manifest.pfx
    field('plain').checked = !manifest.isEncrypted
    field('password').value = ''
    field('ca-load').checked = true
    const done = Math.min(manifest.partsDone * manifest.partSize, manifest.ids.length)
    box('manifest-said').textContent = `${done.toLocaleString('en')} of ${manifest.ids.length.toLocaleString('en')} are made. Load the CA, type the run’s password, and press “Make and save”.`
    idsField.value = ''
    follow()
}

/** Fields that depend on others. */
function follow(): void {
    box('made-ca').hidden = isLoaded()
    box('loaded-ca').hidden = !isLoaded()
    box('names').hidden = kind() !== 'server'
    box('protected').hidden = field('plain').checked
    const ids = idsOfList(idsField.value)
    const count = resumed?.ids.length ?? (ids.ok ? ids.value.length : 0)
    box('ids-count').textContent = count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? 'certificate' : 'certificates'}${count > partSize ? `, in ${Math.ceil(count / partSize)} ZIP files` : ''}`
    box('into-folder-line').hidden = !canSaveIntoFolder() || count === 0
    if (box('into-folder-line').hidden) field('into-folder').checked = false
}

/** One thing at a time; whatever goes wrong is said. */
async function doing(job: () => Promise<void>, elsewhere = 'form-error'): Promise<void> {
    if (isBusy) return
    isBusy = true
    clearErrors()
    box('progress').hidden = elsewhere !== 'form-error'
    button('pause').hidden = true
    button('cancel').hidden = true
    button('make').setAttribute('aria-disabled', 'true');
    (box('bar') as HTMLProgressElement).removeAttribute('value')
    try {
        await job()
    } catch (error) {
        showErrors(error instanceof Stopped ? error.errors : [devError('INTERNAL', 'popcert made a mistake here.', 'Please report the steps that led here.', null, 'internal')], elsewhere)
    } finally {
        isBusy = false
        box('progress').hidden = true
        button('make').removeAttribute('aria-disabled')
    }
}

function forget(): void {
    ca = null
    maker?.end()
    maker = null
    for (const id of ['ca-key', 'ca-certificate', 'ca-password', 'renew-key', 'renew-certificate', 'renew-password', 'code']) field(id).value = ''
    field('password').value = generatedPassword()
    box('result').hidden = true
    follow()
}

box('form').addEventListener('submit', (event) => {
    event.preventDefault()
    box('result').hidden = true
    void doing(make)
})
box('form').addEventListener('input', follow)
button('prove').addEventListener('click', () => { void doing(prove, 'code-error') })
box('renew-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void doing(renew, 'renew-error')
})
button('clear').addEventListener('click', forget)
button('cancel').addEventListener('click', () => run?.cancel())
button('pause').addEventListener('click', ({ currentTarget }) => {
    const isPaused = (currentTarget as HTMLElement).textContent === 'Pause'
    if (isPaused) run?.pause()
    else run?.goOn()
    button('pause').textContent = isPaused ? 'Go on' : 'Pause'
})
button('password-new').addEventListener('click', () => { field('password').value = generatedPassword() })
button('password-copy').addEventListener('click', () => {
    const area = element('textarea', 'visually-hidden')
    area.value = field('password').value
    document.body.append(area)
    void copyText(area.value, area).finally(() => area.remove())
})
field('ids-file').addEventListener('change', () => {
    const file = field('ids-file').files?.[0]
    if (file === undefined) return
    void file.text().then((text) => {
        clearErrors()
        const ids = /\.csv$/i.test(file.name) ? idsOfCsv(text) : idsOfList(text)
        if (ids.ok) idsField.value = ids.value.join('\n')
        else showErrors([ids.error])
        field('ids-file').value = ''
        follow()
    }, () => showErrors([devError('FILE_UNREADABLE', 'This file could not be read.', 'Choose it again.', 'ids', 'not-recognized')]))
})
field('manifest').addEventListener('change', () => {
    const file = field('manifest').files?.[0]
    if (file === undefined) return
    clearErrors()
    void manifestIn(file).then((manifest) => {
        setResumed(manifest)
        if (manifest === null) showErrors([devError('MANIFEST_UNUSABLE', 'There is no manifest of a run in this file.', 'Choose manifest.json, or the last ZIP of the run.')], 'manifest-error')
    })
})
window.addEventListener('beforeunload', (event) => { if (isBusy) event.preventDefault() })
field('password').value = generatedPassword()
follow()
