import type { CertificateItem, ExtensionFact, Item } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { bidi, factList, hexText } from '../../page/facts'
import { keyText } from '../../page/format'
import { download } from '../../page/hand-out'
import { counted, text } from '../../texts/catalogue'
import { sentence, type Sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import type { Store } from '../state'
import { factsOf } from './certificate-card'
import { whenChanged } from './file-field'

/** Of a file with hundreds of things the first are shown. */
const most = 100

type Fact = readonly [name: Node | string, value: Node | string]

const isCertificate = (item: Item): item is CertificateItem => item.kind === 'certificate'

/** Public: a certificate of a CA goes to services and devices. Of a key there is no such button, and nothing here that has its octets. */
function saveButtons({ pem, der, subjectShort }: CertificateItem): HTMLElement {
    const name = subjectShort.replaceAll(/[^a-z\d]+/gi, '-').slice(0, 40).replaceAll(/^-+|-+$/g, '') || 'ca'
    const files = [['save.pem', `${name}.pem`, 'application/x-pem-file', pem], ['save.der', `${name}.cer`, 'application/pkix-cert', new Uint8Array(der)]] as const
    return element('div', 'downloads', ...files.map(([label, file, type, content]) => {
        const button = element('button', 'button small', text(label))
        button.type = 'button'
        button.setAttribute('aria-label', `${text(label)}: ${subjectShort}`)
        button.addEventListener('click', () => download(file, type, content))
        return button
    }))
}

/** In the core's words, which are English. */
function extensionFact({ id, name, critical, text: words }: ExtensionFact): Fact {
    const inEnglish = (said: string) => Object.assign(bidi(said), { lang: 'en' })
    return [inEnglish(name || id), inEnglish(critical ? `${words} (critical)` : words)]
}

function said(before: string, given: Sentence): HTMLElement {
    const { message, hint, lang } = sentence(given)
    const section = element('section', '', element('h3', '', before + message), element('p', '', hint))
    if (lang !== '') section.lang = lang
    return section
}

/** numbers: of other things of the file, from 0. */
function numbered(numbers: readonly number[]): string {
    return numbers.map((number) => text('contents.number', { number: number + 1 })).join(', ')
}

function sectionOf(item: Item, at: number, all: readonly Item[], extensions: readonly ExtensionFact[]): HTMLElement {
    const where: readonly Fact[] = item.where ? [[text('fact.where'), element('code', '', item.where)]] : []
    const places = (isMeant: (other: Item) => boolean) => all.flatMap((other, place) => place !== at && isMeant(other) ? [place] : [])
    const title = (name: string) => element('h3', '', `${at + 1}. `, bidi(name))
    if (item.kind !== 'certificate' && item.kind !== 'privateKey') {
        const section = said(`${at + 1}. `, item.error)
        if (where.length !== 0) section.append(factList(where))
        return section
    }
    const fits = places((other) => other.kind !== item.kind && 'spkiSha256' in other && other.spkiSha256 === item.spkiSha256)
    const common: readonly Fact[] = [
        [text('fact.public'), element('span', '', `${keyText(item)} · SHA-256 `, hexText(item.spkiSha256))],
        ...(fits.length === 0 ? [] : [[text('contents.with'), numbered(fits)] as const]),
        ...where,
    ]
    if (item.kind === 'privateKey') return element('section', '', title(text('named.key', { message: `${keyText(item)} · ${item.format}` })), factList(common))
    const issuers = item.selfIssued ? [] : places((other) => isCertificate(other) && other.subject === item.issuer)
    const facts = factList([
        ...factsOf(item, issuers.length === 0 ? '' : ` (${text('contents.issuer', { number: numbered(issuers) })})`),
        [text('fact.serial'), hexText(item.serial)], ...common, ...extensions.map(extensionFact),
    ])
    const isCa = item.isCa !== false
    return element('section', '', title(text(isCa ? 'named.ca' : 'named.certificate', { message: item.subjectShort })), facts, ...(isCa ? [saveButtons(item)] : []))
}

/** What is in the file of a field, for its own sake; all of it public. */
export function contentsView(store: Store, actions: Actions): void {
    const dialog = byId('contents', HTMLDialogElement)
    const found = byId('contents-found', HTMLElement)

    for (const field of ['key', 'ca'] as const) {
        const button = byId(`${field}-contents`, HTMLButtonElement)
        button.addEventListener('click', async () => {
            const file = store.state[field]
            if (file.status === 'empty') return
            const contents = await actions.files.contents(field)
            const all = contents.ok ? contents.value.items : []
            const shown = all.slice(0, most)
            const certificates = shown.filter(isCertificate)
            const extensions = await actions.describe(certificates)
            if (store.state[field] !== file) return  // it has gone meanwhile
            const keys = all.filter(({ kind }) => kind === 'privateKey').length
            const certificateCount = all.filter(isCertificate).length
            const counts = [keys === 0 ? '' : counted('keys', keys), certificateCount === 0 ? '' : counted('chain.all', certificateCount)].filter((count) => count !== '')
            found.replaceChildren(
                element('p', 'hint', bidi(file.name), ` · ${counts.join(' · ') || text('contents.none')}`),
                ...shown.map((item, at) => sectionOf(item, at, all, isCertificate(item) ? extensions[certificates.indexOf(item)] ?? [] : [])),
                ...(contents.ok ? [] : [said('', contents.error)]),
                ...(all.length > most ? [element('p', 'hint', text('contents.more', { count: most, all: all.length }))] : []),
            )
            dialog.showModal()
            dialog.scrollTop = 0
        })
        store.subscribe(whenChanged((state) => [state[field]], (state) => {
            const { status } = state[field]
            button.hidden = status !== 'loaded' && status !== 'failed'
            dialog.close()
        }))
    }
    byId('contents-close', HTMLElement).addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => found.replaceChildren())
}
