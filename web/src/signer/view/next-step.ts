import type { CreatedCertificate, ServiceId } from '../../core/protocol'
import { element } from '../../page/elements'
import { hexText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import { nextSteps, type Command } from '../../services/services'
import { text } from '../../texts/catalogue'

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

function commandsOf(commands: readonly Command[]): readonly HTMLElement[] {
    return commands.map(({ name, text: command }) => element('div', 'command',
        element('p', '', element('strong', '', name), ' ', copyButton(command, text('copy.what', { name }))),
        element('pre', 'mono', command)))
}

function foldedCommands(commands: readonly Command[]): HTMLElement {
    return element('details', 'more', element('summary', '', text('next.commands')), element('p', 'hint', text('next.commands.hint')), ...commandsOf(commands))
}

/** From the file in the downloads to "Verified". caFile: as the person's file is called. */
export function nextStep(made: CreatedCertificate, service: ServiceId | null, caFile: string): HTMLElement {
    const { commands, notes, path, title } = nextSteps(service ?? 'azure', { certificateFile: `${made.fileName}.pem`, caFile })
    if (service === null || service === 'azure') return ofAzure(made, commands)
    const words = element('div', '',
        element('p', '', path),
        ...(commands.length === 0 ? [] : [element('p', 'hint', text('next.commands.hint')), ...commandsOf(commands)]),
        element('ul', '', ...notes.map((note) => element('li', '', note))))
    words.lang = 'en'
    return element('div', 'next', element('h3', '', `${text('next')}: ${title}`), words)
}

function ofAzure({ fileName, caSha1 }: CreatedCertificate, commands: readonly Command[]): HTMLElement {
    const file = `${fileName}.pem`
    const portal = element('a', '', text('next.portal'))
    portal.href = azurePortal
    portal.target = '_blank'
    portal.rel = 'noopener noreferrer'
    const [before = '', after = ''] = text('next.choose', { file: '\n' }).split('\n')
    return element('div', 'next',
        element('h3', '', text('next')),
        element('ol', '',
            element('li', '', portal, ' ', text('next.open'), ' ', hexText(caSha1), ' ', copyButton(caSha1.toUpperCase(), text('copy.what', { name: text('fact.thumbprint') }))),
            element('li', '', before, element('code', '', file), after),
            element('li', '', text('next.press'))),
        foldedCommands(commands))
}
