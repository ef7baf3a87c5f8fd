import type { CertificateItem, ExtensionFact } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { bidi, factList, hexText } from '../../page/facts'
import { keyText } from '../../page/format'
import { download } from '../../page/hand-out'
import { counted, language, text } from '../../texts/catalogue'
import { phrase, sentence, type Sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import { mostDescribed, type Described } from '../files'
import type { Store } from '../state'
import { factsOf } from './certificate-card'
import { whenChanged } from './file-field'

type Fact = readonly [name: Node | string, value: Node | string]

/** A certificate is public. Of a key there is no such button, and nothing here that has its octets. */
function saveButtons({ pem, der, subjectShort }: CertificateItem): HTMLElement {
    const name = subjectShort.replaceAll(/[^a-z\d]+/gi, '-').slice(0, 40)
    const forms = [['save.pem', '.pem', 'application/x-pem-file', pem], ['save.der', '.cer', 'application/pkix-cert', new Uint8Array(der)]] as const
    return element('div', 'downloads', ...forms.map(([label, ending, type, content]) => {
        const button = element('button', 'button small', text(label))
        button.type = 'button'
        button.setAttribute('aria-label', `${text(label)}: ${subjectShort}`)
        button.addEventListener('click', () => download(`ca-${name}${ending}`, type, content))
        return button
    }))
}

/** In the core's words, which only editions translate. */
function extensionFact({ id, name, critical, text: words }: ExtensionFact): Fact {
    const said = (word: string) => phrase('extension.', word)
    const lang = said('critical') === 'critical' ? 'en' : language()
    const marked = (words: string) => Object.assign(bidi(words), { lang })
    // What stands in the others is out of the file, and stays as it is; of other names only their kind is the core's.
    const own = /\.(15|19|37)$/.test(id) ? words.split(', ').map(said).join(', ') : /\.(1[78]|30)$/.test(id) ? words.replace(/(?<=^|, |only |not )(mail|name|only|not)(?= )/g, said) : words
    return [marked(said(name) || id), marked(critical ? `${own} (${said('critical')})` : own)]
}

function said(before: string, given: Sentence): HTMLElement {
    const { message, hint, lang } = sentence(given)
    const section = element('section', '', element('h3', '', before + message), element('p', '', hint))
    if (lang !== '') section.lang = lang
    return section
}

function sectionOf({ item, extensions }: Described, at: number, all: readonly Described[]): HTMLElement {
    const where: readonly Fact[] = item.where ? [[text('fact.where'), element('code', '', item.where)]] : []
    const number = `${at + 1}. `
    if (!('spkiSha256' in item)) {
        const section = said(number, item.error)
        if (where.length !== 0) section.append(factList(where))
        return section
    }
    /** Their numbers, in words; empty where there is none. */
    const those = (isMeant: (other: Described['item']) => boolean) => all.flatMap(({ item: other }, place) =>
        other !== item && isMeant(other) ? [text('contents.number', { number: place + 1 })] : []).join(', ')
    const fits = those((other) => other.kind !== item.kind && 'spkiSha256' in other && other.spkiSha256 === item.spkiSha256)
    const facts: readonly Fact[] = [
        [text('fact.public'), element('span', '', `${keyText(item)} · SHA-256 `, hexText(item.spkiSha256))],
        ...(fits === '' ? [] : [[text('contents.with'), fits] as const]),
        ...where,
    ]
    const section = (title: string, ...content: readonly Node[]) => element('section', '', element('h3', '', number, bidi(title)), ...content)
    if (item.kind === 'privateKey') return section(text('named.key', { message: `${keyText(item)} · ${item.format}` }), factList(facts))
    const issuers = item.selfIssued ? '' : those((other) => other.kind === 'certificate' && other.subject === item.issuer)
    const isCa = item.isCa !== false
    return section(
        text(isCa ? 'named.ca' : 'named.certificate', { message: item.subjectShort }),
        factList([
            ...factsOf(item, issuers === '' ? '' : ` (${text('contents.issuer', { number: issuers })})`),
            [text('fact.serial'), hexText(item.serial)], ...facts, ...extensions.map(extensionFact),
        ]),
        ...(isCa ? [saveButtons(item)] : []),
    )
}

/** How many of which, or that there is nothing. */
function countsOf(all: readonly Described[]): string {
    const count = (wanted: string) => all.filter(({ item }) => item.kind === wanted).length
    const [keys, certificates] = [count('privateKey'), count('certificate')]
    const counts = [...(keys === 0 ? [] : [counted('keys', keys)]), ...(certificates === 0 ? [] : [counted('chain.all', certificates)])]
    return counts.join(' · ') || text('contents.none')
}

/** What is in the file of a field, for its own sake; all of it is public. */
export function contentsView(store: Store, actions: Actions): void {
    const dialog = byId('contents', HTMLDialogElement)
    const found = byId('contents-found', HTMLElement)

    for (const field of ['key', 'ca'] as const) {
        const button = byId(`${field}-contents`, HTMLButtonElement)
        button.addEventListener('click', async () => {
            const file = store.state[field]
            if (file.status === 'empty') return
            const contents = await actions.files.contents(file)
            if (store.state[field] !== file) return  // it has gone meanwhile
            const all = contents.ok ? contents.value : []
            found.replaceChildren(
                element('p', 'hint', bidi(file.name), ` · ${countsOf(all)}`),
                ...all.slice(0, mostDescribed).map((each, at) => sectionOf(each, at, all)),
                ...(contents.ok ? [] : [said('', contents.error)]),
                ...(all.length > mostDescribed ? [element('p', 'hint', text('contents.more', { count: mostDescribed, all: all.length }))] : []),
            )
            dialog.showModal()
        })
        store.subscribe(whenChanged((state) => [state[field]], (state) => {
            const { status } = state[field]
            button.hidden = status !== 'loaded' && status !== 'failed'
            dialog.close()
        }))
    }
    byId('contents-close', HTMLElement).addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => { if (!dialog.open) found.replaceChildren() })
}
