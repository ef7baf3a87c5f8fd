import type { CreatedCertificate } from '../../core/protocol'
import { element } from '../../page/elements'
import { hexText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import { azureCommands, azurePortal } from '../../services/azure'
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

function commandsOf(file: string): HTMLElement {
    const items = azureCommands(file).map(({ name, text: command }) => element('div', 'command',
        element('p', '', element('strong', '', name), ' ', copyButton(command, text('copy.what', { name }))),
        element('pre', 'mono', command)))
    return element('details', 'more', element('summary', '', text('next.commands')), element('p', 'hint', text('next.commands.hint')), ...items)
}

/** From the file in the downloads to "Verified". */
export function nextStep({ fileName, caSha1 }: CreatedCertificate): HTMLElement {
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
        commandsOf(file))
}
