import type { CreatedCertificate, ServiceId } from '../../core/protocol'
import { element } from '../../page/elements'
import { hexText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import { filling, wordsOf } from '../../services/services'
import type { ServiceCommand } from '../../services/steps'
import { text, translated } from '../../texts/catalogue'
import { spokenOf } from '../service-words'

/** A button that copies what stands beside it. box: for browsers that let a page write no clipboard, with the same text. */
function copyButton(what: string, label: string): HTMLElement {
    const button = element('button', 'button plain small', text('copy.short'))
    button.type = 'button'
    button.setAttribute('aria-label', label)
    button.addEventListener('click', async () => {
        const box = element('textarea', 'visually-hidden')
        box.value = what
        button.after(box)
        const done = await copyText(what, box)
        box.remove()
        button.textContent = text(done ? 'copied' : 'copied.not.short')
    })
    return button
}

const azurePortal = 'https://portal.azure.com/'

/** A browser may begin a new line behind a hyphen: options and names of files stay whole, and what is too long for a line does not. */
function unbroken(words: string): readonly (Node | string)[] {
    return words.split(/(\s+)/).map((word) => word.includes('-') && word.length < 60 ? element('span', 'whole', word) : word)
}

function commandsOf(commands: readonly ServiceCommand[]): readonly HTMLElement[] {
    return commands.map(({ name: inEnglish, text: command }) => {
        // Names of tools and of what they are for; an edition says "not tried" and the like in its language.
        const name = inEnglish.split(' · ').map((part) => translated(`service.${part}`) ?? part).join(' · ')
        return element('div', 'command',
            element('p', '', element('strong', '', name), ' ', copyButton(command, text('copy.what', { name }))),
            element('pre', 'mono', ...unbroken(command)))
    })
}

function foldedCommands(commands: readonly ServiceCommand[]): HTMLElement {
    return element('details', 'more', element('summary', '', text('next.commands')), element('p', 'hint', text('next.commands.hint')), ...commandsOf(commands))
}

/** Of the one certificate, or of each of a list, whose files have many names. */
type Made = Pick<CreatedCertificate, 'caSha1'> & { readonly fileName: string | null }

/** From the file in the downloads to "Verified". caFile: as the person's file is called. */
export function nextStep(made: Made, service: ServiceId | null, caFile: string): HTMLElement {
    const file = `${made.fileName ?? 'VERIFICATION'}.pem`
    const filled = filling({ certificateFile: file, caFile })
    const { commands: given, title } = wordsOf(service ?? 'azure')
    const commands = given.map(({ name, text }) => ({ name, text: filled(text) }))
    const each = made.fileName === null ? [element('p', '', text('next.each'))] : []
    if (service === null || service === 'azure') return ofAzure(made.caSha1, file, each, commands)
    const { path, notes, lang } = spokenOf(service)
    const words = element('div', '',
        element('p', '', ...unbroken(filled(path))),
        ...(commands.length === 0 ? [] : [element('p', 'hint', text('next.commands.hint')), ...commandsOf(commands)]),
        element('ul', '', ...notes.map((note) => element('li', '', note))))
    words.lang = lang
    return element('div', 'next', element('h3', '', `${text('next')}: ${title}`), ...each, words)
}

function ofAzure(caSha1: string, file: string, each: readonly HTMLElement[], commands: readonly ServiceCommand[]): HTMLElement {
    const portal = element('a', '', text('next.portal'))
    portal.href = azurePortal
    portal.target = '_blank'
    portal.rel = 'noopener noreferrer'
    const [before = '', after = ''] = text('next.choose', { file: '\n' }).split('\n')
    return element('div', 'next',
        element('h3', '', text('next')), ...each,
        element('ol', '',
            element('li', '', portal, ' ', text('next.open'), ' ', hexText(caSha1), ' ', copyButton(caSha1.toUpperCase(), text('copy.what', { name: text('fact.thumbprint') }))),
            element('li', '', before, element('code', 'whole', file), after),
            element('li', '', text('next.press'))),
        foldedCommands(commands))
}
